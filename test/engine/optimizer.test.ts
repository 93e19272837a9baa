import { expect } from "chai";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { NonFiniteError } from "../../engine/src/core/errors.js";
import type { OptimizerState } from "../../engine/src/core/train/optimizer.js";
import { optimizerStep } from "../../engine/src/core/train/optimizer.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";

const OPTIONS = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0, clip: 1, rate: 0.01 };

describe("optimizerStep", () => {
  let engine: Engine;

  before(async () => {
    engine = await loadEngine();
  });

  /** Two tensors of 4 floats, `first` and `second`. */
  const stateWith = (gradient: readonly number[]): OptimizerState => {
    const slot = (name: string, offset: number): OptimizerState["slots"][number] => ({
      name,
      shape: [4],
      offset,
      length: 4,
    });
    const floats = (): number => engine.arena.floats(8);
    const state = {
      engine,
      slots: [slot("first", 0), slot("second", 4)],
      count: 8,
      weights: floats(),
      gradient: floats(),
      mean: floats(),
      variance: floats(),
      steps: 0,
    };
    engine.arena.view(state.gradient, 8).set(gradient);
    return state;
  };

  it("scales a gradient that is longer than the clip, and leaves a shorter one", () => {
    const long = stateWith([3, 0, 0, 0, 4, 0, 0, 0]);
    optimizerStep(long, OPTIONS);
    expect([...engine.arena.view(long.gradient, 5)].map((v) => v.toFixed(6))).to.deep.equal(
      [0.6, 0, 0, 0, 0.8].map((v) => v.toFixed(6)),
    );
    const short = stateWith([0.25, 0, 0, 0, 0, 0, 0, 0]);
    optimizerStep(short, OPTIONS);
    expect(engine.arena.view(short.gradient, 1)[0]).to.equal(0.25);
  });

  it("corrects the moments' bias: under a constant gradient every step has the rate's length", () => {
    const state = stateWith([0.1, -0.1, 0, 0, 0, 0, 0, 0]);
    for (let step = 1; step <= 50; step++) {
      engine.arena.view(state.gradient, 8).set([0.1, -0.1]);
      optimizerStep(state, OPTIONS);
      const [a, b] = engine.arena.view(state.weights, 2);
      expect(a).to.be.closeTo(-0.01 * step, 1e-5);
      expect(b).to.be.closeTo(0.01 * step, 1e-5);
    }
  });

  const placeOf = (state: OptimizerState, options = OPTIONS): string => {
    try {
      optimizerStep(state, options);
    } catch (error) {
      if (error instanceof NonFiniteError) return error.place;
    }
    return "nowhere";
  };

  it("names the tensor whose gradient or weights are not finite", () => {
    expect(placeOf(stateWith([0, 0, 0, 0, 0, NaN, 0, 0]))).to.equal("step 1, gradient of second");
    expect(placeOf(stateWith([0, Infinity, 0, 0, 0, NaN, 0, 0]))).to.equal("step 1, gradient of first");
    const far = stateWith([0, 0, 0, 0, 0, 0, 1, 0]);
    engine.arena.view(far.weights, 8)[6] = -3e38;
    expect(placeOf(far, { ...OPTIONS, rate: 3e38 })).to.equal("step 1, weights of second");
    expect(placeOf(stateWith([1, 1, 1, 1, 1, 1, 1, 1]))).to.equal("nowhere");
  });
});
