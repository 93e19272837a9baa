import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { referenceBase } from "../../bench/attribution/bases.js";
import { type Lab, openLab, saveLab } from "../../bench/attribution/lab.js";
import { COLUMNS } from "../../bench/attribution/measure/columns.js";
import { Progress } from "../../bench/attribution/progress.js";
import { resultsJson, resultsOf } from "../../bench/attribution/results.js";
import { plannedCost, runStudy } from "../../bench/attribution/run-study.js";
import { METHODS } from "../../bench/attribution/scoring/methods.js";
import { type Study, studyOf } from "../../bench/attribution/study.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { DEFAULT_RECIPE } from "../../engine/src/core/train/plan.js";
import { engineHash, loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { RetrainingCancelledError } from "../../engine/src/io/workers/retraining-pool.js";
import { inProcess } from "./support.js";

/** Everything that the bench does, on six cells. */
async function tinyStudy(): Promise<Study> {
  const spec = {
    name: "tiny",
    table: "main",
    corpus: { kind: "topics", contributors: 3, cellsEach: 2, queries: 6, dataSeed: 0 },
    base: await referenceBase(),
    recipe: { ...DEFAULT_RECIPE, epochs: 1 },
    start: "protocol",
    groups: ["fidelity", "classes", "pay", "removal"],
    methods: METHODS,
    seeds: { scored: 4, truth: 1 },
    subsets: { drop50: 3, drop10: 6, drop2: 6, contributors: 3, tune: 3 },
    trakMembers: 1,
    removalQueries: 2,
  } as const;
  return studyOf(spec, await engineHash());
}

describe("bench:attribution", function () {
  this.timeout(120_000);
  let folder: string;
  let study: Study;
  let engine: Engine;

  const lab = (name: string, signal = new AbortController().signal): Promise<Lab> =>
    openLab(
      { results: path.join(folder, name, "results"), cache: path.join(folder, name, "cache") },
      { pool: inProcess(engine), threads: 2, progress: new Progress(() => undefined, false), signal },
    );
  const report = ({ measures }: Lab): string => resultsJson(resultsOf("full", [study], measures));

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "attribution-bench-"));
    study = await tinyStudy();
    engine = await loadEngine();
  });
  after(() => rm(folder, { recursive: true }));

  it("fills every row and column, and goes on after a stop to the same bytes", async () => {
    const whole = await lab("whole");
    expect(plannedCost(whole, study)).to.be.greaterThan(0);
    await runStudy(whole, study);
    await saveLab(whole);
    const { rows, isComplete } = JSON.parse(report(whole)) as { rows: Record<string, unknown>[]; isComplete: boolean };
    expect(isComplete).to.equal(true);
    expect(rows.map(({ method }) => method)).to.deep.equal([...METHODS]);
    const row = rows.find(({ method }) => method === "response-int8")!;
    for (const column of COLUMNS.filter((each) => each !== "mislabelAuc"))
      expect(row[column], column).to.be.a("number");

    const stop = new AbortController();
    const halted = await lab("halted", stop.signal);
    const put = halted.losses.put.bind(halted.losses);
    let results = 0;
    halted.losses.put = (...args) => {
      put(...args);
      if (++results === 10) stop.abort("enough");
    };
    await runStudy(halted, study).then(
      () => expect.fail("expected the run to stop"),
      (error: unknown) => expect(error).to.be.instanceOf(RetrainingCancelledError),
    );

    const resumed = await lab("halted"); // without a save: from the journal, as after a kill
    expect(plannedCost(resumed, study)).to.be.lessThan(plannedCost(await lab("none"), study));
    await runStudy(resumed, study);
    await saveLab(resumed);
    expect(report(resumed)).to.equal(report(whole));
    for (const file of ["losses.bin", "measures.bin"]) {
      const bytes = (name: string): Promise<Buffer> => readFile(path.join(folder, name, "results", file));
      expect((await bytes("halted")).equals(await bytes("whole")), file).to.equal(true);
    }
  });
});
