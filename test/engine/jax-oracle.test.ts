import { expect } from "chai";
import { jaxGradient, jaxState, jaxStep } from "../../bench/kernels/jax-training.js";
import {
  initJax,
  laneTensors,
  parameterTensors,
  type Shapes,
  toLanes,
  toWindows,
} from "../../bench/kernels/jax-model.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import { answerGradient } from "../../engine/src/core/model/answer-gradient.js";
import { answerWindows } from "../../engine/src/core/model/answer-windows.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { ModelConfig } from "../../engine/src/core/model/config.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { laneLayout, layoutLength } from "../../engine/src/core/model/layout.js";
import { loraGradient } from "../../engine/src/core/model/lora.js";
import type { Sample } from "../../engine/src/core/model/sample.js";
import { initialLanes } from "../../engine/src/core/train/initial-lanes.js";
import { initialParameters } from "../../engine/src/core/train/initial-parameters.js";
import { DEFAULT_RECIPE } from "../../engine/src/core/train/plan.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { noise, prose, sampleOf, SEED } from "./support.js";

const LORA = { rank: 4, alpha: 8 };
const SMALL: ModelConfig = { layers: 1, width: 36, heads: 3, hidden: 52, context: 28 };

/** Distance of two vectors over the length of the second: what float32 sums of another order may differ by. */
const TOLERANCE = 1e-5;

describe("the engine, held to jax-js", () => {
  let engine: Engine;

  before(async () => {
    engine = await loadEngine();
    await initJax();
  });

  const expectSame = (found: Float32Array, expected: Float32Array): void => {
    const length = (of: (lane: number) => number): number =>
      Math.sqrt(expected.reduce((sum, _, lane) => sum + of(lane) ** 2, 0));
    expect(found).to.have.length(expected.length);
    expect(length((lane) => expected[lane]!)).to.be.greaterThan(0);
    expect(length((lane) => found[lane]! - expected[lane]!) / length((lane) => expected[lane]!)).to.be.lessThan(
      TOLERANCE,
    );
  };

  /** Σ over the windows of their loss and of its gradient; windows of one length go together. */
  const jaxSum = async (
    { config, parameters }: BaseModel,
    lanes: Float32Array,
    samples: readonly Sample[],
  ): Promise<{ readonly loss: number; readonly gradient: Float32Array }> => {
    const shapes: Shapes = { config, lora: LORA };
    const run = jaxGradient(shapes);
    const gradient = new Float32Array(lanes.length);
    let loss = 0;
    for (const length of new Set(samples.map(({ inputs }) => inputs.length))) {
      const windows = toWindows(samples.filter(({ inputs }) => inputs.length === length));
      const [value, part] = run(laneTensors(shapes, lanes), parameterTensors(config, parameters), windows);
      loss += await value.jsAsync();
      (await toLanes(shapes, part)).forEach((g, lane) => (gradient[lane]! += g));
    }
    return { loss, gradient };
  };

  const models: { readonly name: string; readonly load: () => Promise<BaseModel> }[] = [
    { name: "the reference model", load: loadBase },
    {
      name: "sizes that are no multiples of 8",
      load: () => Promise.resolve({ config: SMALL, parameters: initialParameters(SMALL, SEED) }),
    },
  ];

  for (const { name, load } of models) {
    describe(`given ${name}`, () => {
      let base: BaseModel;
      let lanes: Float32Array;

      before(async () => {
        base = await load();
        lanes = noise(layoutLength(laneLayout(base.config, LORA)), "lanes").map((lane) => lane / 10);
      });

      it("loraGradient is the derivative of a window's loss, weighted byte by byte", async () => {
        const { context } = base.config;
        const sample = { ...sampleOf(prose(context + 1, "window")), weights: noise(context, "weights") };
        const [loss, gradient] = withAdapter(engine, base, { lora: LORA, lanes }, (lora) => {
          const address = engine.arena.floats(lora.laneCount);
          return [loraGradient(lora, sample, address), engine.arena.view(address, lora.laneCount).slice()] as const;
        });
        const expected = await jaxSum(base, lanes, [sample]);
        expect(loss).to.be.closeTo(expected.loss, TOLERANCE * context);
        expectSame(gradient, expected.gradient);
      });

      it("answerGradient is the derivative of an answer's mean loss, over all of its windows", async () => {
        const { context } = base.config;
        const exchange = { prompt: prose(context / 2, "prompt"), answer: prose(2 * context, "answer") };
        const found = withAdapter(engine, base, { lora: LORA, lanes }, (lora) => answerGradient(lora, exchange));
        const windows = answerWindows(exchange, context);
        expect(windows).to.have.length(4);
        const { loss, gradient } = await jaxSum(base, lanes, windows);
        const bytes = exchange.answer.length;
        expect(found.loss).to.be.closeTo(loss / bytes, TOLERANCE);
        expectSame(
          found.gradient,
          gradient.map((g) => g / bytes),
        );
      });
    });
  }

  it("trainAdapter takes the steps of AdamW with clipping: losses part by no more than rounding", async () => {
    const base = await loadBase();
    const { config, parameters } = base;
    const shapes = { config, lora: LORA };
    const optimizer = { ...DEFAULT_RECIPE.optimizer, clip: 0.5, decay: 0.1 };
    const recipe = { ...DEFAULT_RECIPE, rate: 5e-3, epochs: 6, batch: 2, optimizer };
    const windows = [prose(65, "first"), prose(65, "second")]; // one batch: their order is of no matter
    const losses: number[] = [];
    const adapter = trainAdapter(
      engine,
      base,
      { cells: windows, cellWeights: [1, 1], seed: SEED, recipe },
      ({ loss }) => losses.push(loss),
    );

    const take = jaxStep(shapes, recipe);
    const frozen = parameterTensors(config, parameters);
    let state = jaxState(laneTensors(shapes, initialLanes(laneLayout(config, LORA))));
    for (const [index, expected] of losses.entries()) {
      const [loss, next] = take({ state, frozen, windows: toWindows(windows.map(sampleOf)), step: index + 1 });
      state = next;
      expect(await loss.jsAsync(), `step ${String(index + 1)}`).to.be.closeTo(expected, TOLERANCE);
    }
    expect(losses[5]).to.be.lessThan(losses[0]! - 10 * TOLERANCE);
    expectSame(await toLanes(shapes, state.lanes), adapter.lanes);
  });
});
