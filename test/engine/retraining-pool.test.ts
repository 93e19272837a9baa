import { expect } from "chai";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import { answerGradient } from "../../engine/src/core/model/answer-gradient.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { responsesByRetraining } from "../../engine/src/core/train/responses.js";
import type { RetrainingOptions } from "../../engine/src/core/train/retraining.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { retrainingPool } from "../../engine/src/io/workers/retraining-pool.js";
import { inProcess, prose, smallPlan, UNTRAINED } from "./support.js";

const PROBES = [{ prompt: prose(10, "p"), answer: prose(40, "q") }];

describe("responsesByRetraining", () => {
  let engine: Engine;

  before(async () => {
    engine = await loadEngine();
  });

  it("gives the same bytes without threads, on one and on two", async () => {
    const plan = smallPlan();
    const pools = [inProcess(engine), retrainingPool(1), retrainingPool(2)];
    const [none, one, two] = await Promise.all(
      pools.map((pool) => responsesByRetraining(pool, UNTRAINED, plan, { probes: PROBES })),
    );
    expect(one).to.deep.equal(none);
    expect(two).to.deep.equal(none);
  });

  it("is the training without the cell minus the training with it", async () => {
    const plan = smallPlan();
    const { adapter, responses } = await responsesByRetraining(inProcess(engine), UNTRAINED, plan);
    expect(adapter).to.deep.equal(trainAdapter(engine, UNTRAINED, plan));
    const without = trainAdapter(engine, UNTRAINED, { ...plan, cellWeights: [1, 1, 0, 1] });
    expect(responses[2]).to.deep.equal(without.lanes.map((v, i) => v - adapter.lanes[i]!));
  });

  it("scores a cell above zero on its own text: removing it raises that loss", async () => {
    const plan = smallPlan();
    const { cells } = plan;
    const probes = cells.map((cell) => ({ prompt: cell.subarray(0, 1), answer: cell.subarray(1) }));
    const { adapter, responses, losses } = await responsesByRetraining(inProcess(engine), UNTRAINED, plan, { probes });
    cells.forEach((_, cell) => {
      const { gradient } = withAdapter(engine, UNTRAINED, adapter, (lora) => answerGradient(lora, probes[cell]!));
      const predicted = gradient.reduce((sum, g, lane) => sum + g * responses[cell]![lane]!, 0);
      const rise = losses.without[cell]![cell]! - losses.all[cell]!;
      expect(rise, `cell ${cell}`).to.be.greaterThan(0);
      expect(predicted / rise, `cell ${cell}`).to.be.within(0.5, 2);
    });
  });
});

describe("retrainingPool", () => {
  const failure = async (base: BaseModel, options: RetrainingOptions = {}): Promise<unknown> =>
    responsesByRetraining(retrainingPool(2), base, smallPlan(), options).then(
      () => expect.fail("expected an error"),
      (error: unknown) => error,
    );

  it("counts trainings as they end", async () => {
    const counts: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }): void => {
      expect(total).to.equal(5);
      counts.push(done);
    };
    await responsesByRetraining(retrainingPool(2), UNTRAINED, smallPlan(), { onProgress });
    expect(counts).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it("passes on the code of a training's own error", async () => {
    const parameters = UNTRAINED.parameters.slice().fill(NaN);
    expect(await failure({ ...UNTRAINED, parameters })).to.have.property("code", "ENGINE_NON_FINITE");
  });

  it("says so when a thread fails for no reason of the engine's", async () => {
    const broken = undefined as unknown as BaseModel;
    expect(await failure(broken)).to.have.property("code", "ENGINE_WORKER_FAILED");
  });

  it("stops when it is told to", async () => {
    const abort = new AbortController();
    const onProgress = (): void => abort.abort("enough");
    expect(await failure(UNTRAINED, { onProgress, signal: abort.signal })).to.include({
      code: "ENGINE_CANCELLED",
      cause: "enough",
    });
    expect(await failure(UNTRAINED, { signal: AbortSignal.abort() })).to.have.property("code", "ENGINE_CANCELLED");
  });
});
