import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { computeGolden, type Golden, GOLDEN_PATH } from "./golden.js";
import { type GoldenOutput, RUNS } from "./golden-process.js";
import { inProcess } from "./support.js";

const PROCESS = fileURLToPath(new URL("./golden-process.ts", import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const BOOTSTRAP = new URL("../../scripts/bootstrap/node.mjs", import.meta.url).href;
const { provideRelease } = (await import(BOOTSTRAP)) as { provideRelease: (major: number) => string | undefined };

describe("the published bytes of every stage, from a text to a signed batch", function () {
  this.timeout(120_000); // the first time, a Node is fetched
  let golden: Golden;

  before(async () => {
    golden = JSON.parse(await readFile(GOLDEN_PATH, "utf8")) as Golden;
  });

  it("are computed in one process", async () => {
    expect(await computeGolden({ pool: inProcess, request: 32 })).to.deep.equal(golden);
  });

  for (const major of [22, 24]) {
    describe(`under Node ${String(major)}`, () => {
      let output: GoldenOutput;

      before(async function () {
        const node = provideRelease(major);
        if (node === undefined) return this.skip(); // neither here nor to be had from npm's registry, which said why
        const { stdout } = await promisify(execFile)(node, ["--import", LOADER, PROCESS]);
        output = JSON.parse(stdout) as GoldenOutput;
        expect(output.version).to.match(new RegExp(`^v${String(major)}\\.`));
      });

      for (const [run, { threads, request }] of RUNS.entries()) {
        it(`are computed on ${String(threads)} thread(s), ${String(request)} window(s) a gradient request`, () => {
          expect(output.values[run]).to.deep.equal(golden);
        });
      }
    });
  }
});
