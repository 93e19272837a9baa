import { expect } from "chai";
import fc from "fast-check";

import { spearman } from "../../engine/src/core/evaluate/spearman.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import { answerGradient } from "../../engine/src/core/model/answer-gradient.js";
import { answerLoss } from "../../engine/src/core/model/answer-loss.js";
import type { ModelConfig } from "../../engine/src/core/model/config.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { initialParameters } from "../../engine/src/core/train/initial-parameters.js";
import { DEFAULT_RECIPE, type Optimizer, type TrainingPlan } from "../../engine/src/core/train/plan.js";
import { type Adjoint, adamWAdjoint } from "../../engine/src/core/train/reverse/adamw-adjoint.js";
import { reverseInfluence, type ReverseOptions } from "../../engine/src/core/train/reverse/reverse-influence.js";
import { trainStored } from "../../engine/src/core/train/reverse/stored-training.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { wholePower } from "../../engine/src/core/train/whole-power.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { codeOf, prose, SEED } from "./support.js";

const TINY: ModelConfig = { layers: 1, width: 16, heads: 2, hidden: 16, context: 16 };
const BASE: BaseModel = { config: TINY, parameters: initialParameters(TINY, SEED) };
const QUERY = { prompt: prose(20, "a"), answer: prose(24, "b") };

/** Twelve steps of four windows on five cells; ε makes a smooth function of AdamW, whose slope can be measured. */
const PLAN: TrainingPlan = {
  cells: ["a", "b", "c", "d", "e"].map((name) => prose(60, name)),
  cellWeights: [1, 1, 1, 1, 1],
  seed: SEED,
  recipe: {
    ...DEFAULT_RECIPE,
    epochs: 2,
    batch: 4,
    rate: 0.02,
    optimizer: { ...DEFAULT_RECIPE.optimizer, epsilon: 0.05, decay: 0.01, clip: 0.1 },
  },
};

describe("adamWAdjoint", () => {
  type State = {
    readonly weights: readonly number[];
    readonly mean: readonly number[];
    readonly variance: readonly number[];
  };

  /** The kernel's step in double precision. */
  const step = (
    { weights, mean, variance }: State,
    gradient: readonly number[],
    { beta1, beta2, epsilon, decay, clip, rate, steps }: Optimizer & { readonly rate: number; readonly steps: number },
  ): State => {
    const norm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
    const clipped = gradient.map((g) => (norm > clip ? (g * clip) / norm : g));
    const m = clipped.map((g, i) => beta1 * mean[i]! + (1 - beta1) * g);
    const v = clipped.map((g, i) => beta2 * variance[i]! + (1 - beta2) * g * g);
    const [c1, c2] = [1 - wholePower(beta1, steps + 1), 1 - wholePower(beta2, steps + 1)];
    const direction = m.map((value, i) => value / c1 / (Math.sqrt(v[i]! / c2) + epsilon));
    return { weights: weights.map((w, i) => w - rate * direction[i]! - rate * decay * w), mean: m, variance: v };
  };

  const lane = fc.double({ min: -1, max: 1, noNaN: true }).map((x) => Math.fround(x));
  const vector = fc.array(lane, { minLength: 4, maxLength: 4 });
  const positive = fc.array(
    fc.double({ min: 0.01, max: 1, noNaN: true }).map((x) => Math.fround(x)),
    {
      minLength: 4,
      maxLength: 4,
    },
  );

  it("is the derivative of a whole step, clipped or not, by the state and by the gradient", () => {
    const given = fc.record({ weights: vector, mean: vector, variance: positive, gradient: positive });
    const adjoints = fc.record({ weights: vector, mean: vector, variance: vector });
    fc.assert(
      fc.property(given, adjoints, fc.constantFrom(0.01, 100), fc.nat(20), (before, after, clip, steps) => {
        const options = { beta1: 0.9, beta2: 0.99, epsilon: 1e-3, decay: 0.1, clip, rate: 0.01, steps };
        const scalar = (state: State, gradient: readonly number[]): number => {
          const next = step(state, gradient, options);
          return (["weights", "mean", "variance"] as const)
            .flatMap((name) => next[name].map((value, i) => value * after[name][i]!))
            .reduce((sum, value) => sum + value, 0);
        };
        const adjoint: Adjoint = {
          weights: Float64Array.from(after.weights),
          mean: Float64Array.from(after.mean),
          variance: Float64Array.from(after.variance),
        };
        const checkpoint = {
          steps,
          parameters: Float32Array.from(before.weights),
          mean: Float32Array.from(before.mean),
          variance: Float32Array.from(before.variance),
        };
        const byGradient = adamWAdjoint(
          adjoint,
          { before: checkpoint, gradient: Float32Array.from(before.gradient) },
          options,
        );
        const found = { ...adjoint, gradient: byGradient };
        for (const name of ["weights", "mean", "variance", "gradient"] as const) {
          before[name].forEach((_, i) => {
            const moved = (by: number): number => {
              const { gradient, ...state } = { ...before, [name]: before[name].with(i, before[name][i]! + by) };
              return scalar(state, gradient);
            };
            const slope = (moved(1e-6) - moved(-1e-6)) / 2e-6;
            expect(found[name][i], `${name} ${String(i)}`).to.be.closeTo(slope, 1e-5 * (1 + Math.abs(slope)));
          });
        }
      }),
      { numRuns: 50 },
    );
  });

  it("passes nothing through a lane that no gradient has moved", () => {
    const adjoint = { weights: Float64Array.of(1), mean: Float64Array.of(1), variance: Float64Array.of(1) };
    const zero = new Float32Array(1);
    const before = { steps: 0, parameters: zero, mean: zero, variance: zero };
    const options = { ...DEFAULT_RECIPE.optimizer, rate: 1 };
    expect([...adamWAdjoint(adjoint, { before, gradient: zero }, options)]).to.deep.equal([0]);
    expect(adjoint.weights[0]).to.equal(1);
  });
});

describe("trainStored", () => {
  it("ends in the bytes of trainAdapter, with as many segments as it is asked for, by default √steps", async () => {
    const engine = await loadEngine();
    const { lanes } = trainAdapter(engine, BASE, PLAN);
    const steps = (segments?: number): number[] => {
      const { adapter, checkpoints } = trainStored(engine, BASE, PLAN, segments === undefined ? {} : { segments });
      expect(adapter.lanes).to.deep.equal(lanes);
      return checkpoints.map((each) => each.steps);
    };
    expect(steps(1)).to.deep.equal([0]);
    expect(steps(3)).to.deep.equal([0, 4, 8]);
    expect(steps()).to.deep.equal([0, 3, 6, 9]);
    for (const segments of [0, 1.5, NaN]) expect(codeOf(() => steps(segments))).to.equal("ENGINE_INVALID_INPUT");
  });
});

describe("reverseInfluence", () => {
  let engine: Engine;
  let gradient: Float32Array;

  before(async () => {
    engine = await loadEngine();
    gradient = gradientOf(PLAN);
  });

  const gradientOf = (plan: TrainingPlan): Float32Array =>
    withAdapter(engine, BASE, trainAdapter(engine, BASE, plan), (lora) => answerGradient(lora, QUERY).gradient);
  const scoresOf = (plan: TrainingPlan, options: Partial<ReverseOptions> = {}): number[] => {
    const { checkpoints } = trainStored(engine, BASE, plan);
    return reverseInfluence(engine, BASE, plan, { checkpoints, gradients: [gradient], ...options })[0]!;
  };
  const lossWith = (plan: TrainingPlan, cell: number, weight: number): number => {
    const adapter = trainAdapter(engine, BASE, { ...plan, cellWeights: plan.cellWeights.with(cell, weight) });
    return withAdapter(engine, BASE, adapter, (lora) => answerLoss(lora, QUERY));
  };

  it("refuses checkpoints, gradients and radii that mean nothing", () => {
    const { checkpoints } = trainStored(engine, BASE, PLAN);
    const wrong: Partial<ReverseOptions>[] = [
      { checkpoints: [] },
      { checkpoints: checkpoints.slice(1) },
      { checkpoints: [...checkpoints, checkpoints[0]!] },
      { checkpoints: [{ ...checkpoints[0]!, mean: new Float32Array(4) }] },
      { checkpoints: [checkpoints[0]!, { ...checkpoints[0]!, steps: 99 }] },
      { gradients: [new Float32Array(4)] },
      { gradients: [gradient.map(() => NaN)] },
      { radius: 0 },
      { radius: Infinity },
    ];
    for (const options of wrong) {
      expect(
        codeOf(() => scoresOf(PLAN, options)),
        JSON.stringify(Object.keys(options)),
      ).to.equal("ENGINE_INVALID_INPUT");
    }
  });

  for (const [name, plan] of [
    ["every cell weighs the same", PLAN],
    ["cells weigh differently, one nothing", { ...PLAN, cellWeights: [1, 0.5, 0, 2, 1] }],
  ] as const) {
    it(`is the slope that retraining at weights a little above and below finds, when ${name}`, () => {
      const delta = 0.02;
      const scores = scoresOf(plan, { gradients: [gradientOf(plan)] });
      const slopes = scores.map((_, cell) => {
        const weight = plan.cellWeights[cell]!;
        const [below, above] = [Math.max(0, weight - delta), weight + delta];
        return (lossWith(plan, cell, below) - lossWith(plan, cell, above)) / (above - below);
      });
      const largest = Math.max(...slopes.map(Math.abs));
      slopes.forEach((slope, cell) => {
        expect(scores[cell]! / largest, `cell ${String(cell)}`).to.be.closeTo(slope / largest, 0.03);
      });
    });
  }

  it("ranks the cells as leaving each out of the training does", () => {
    const whole = lossWith(PLAN, 0, 1);
    const rises = PLAN.cells.map((_, cell) => lossWith(PLAN, cell, 0) - whole);
    expect(spearman(scoresOf(PLAN), rises)).to.be.at.least(0.9);
  });

  it("gives the same bytes from any number of checkpoints, beside any other queries, in any engine", async () => {
    const once = scoresOf(PLAN);
    for (const segments of [1, 5, 12]) {
      const { checkpoints } = trainStored(engine, BASE, PLAN, { segments });
      expect(scoresOf(PLAN, { checkpoints }), `${String(segments)} segments`).to.deep.equal(once);
    }
    const { checkpoints } = trainStored(engine, BASE, PLAN);
    const other = gradient.map((value) => -2 * value);
    const fresh = await loadEngine();
    const both = reverseInfluence(fresh, BASE, PLAN, { checkpoints, gradients: [other, gradient] });
    expect(both[1]).to.deep.equal(once);
  });

  it("is linear in the query's gradient, and zero for a gradient of zeros", () => {
    const doubled = scoresOf(PLAN, { gradients: [gradient.map((value) => 2 * value)] });
    const once = scoresOf(PLAN);
    doubled.forEach((score, cell) => expect(score).to.be.closeTo(2 * once[cell]!, 1e-9));
    const silent = scoresOf(PLAN, { gradients: [gradient.map(() => 0)] });
    expect(silent.every((score) => score === 0)).to.equal(true);
  });

  it("depends on the radius only within its error", () => {
    const [near, far] = [0.005, 0.02].map((radius) => scoresOf(PLAN, { radius }));
    const largest = Math.max(...near!.map(Math.abs));
    near!.forEach((score, cell) => expect(score / largest).to.be.closeTo(far![cell]! / largest, 0.01));
  });

  it("says how many steps are left", () => {
    const left: number[] = [];
    scoresOf(PLAN, { onProgress: (progress) => left.push(progress.left) });
    expect(left).to.deep.equal([...left.keys()].toReversed());
  });
});
