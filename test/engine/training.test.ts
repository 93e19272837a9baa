import { expect } from "chai";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { NonFiniteError } from "../../engine/src/core/errors.js";
import { laneLayout, layoutLength } from "../../engine/src/core/model/layout.js";
import { REFERENCE_CONFIG } from "../../engine/src/core/model/config.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import type { TrainingPlan } from "../../engine/src/core/train/plan.js";
import { cutWindows } from "../../engine/src/core/train/windows.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { codeOf, prose, SEED, smallPlan, UNTRAINED } from "./support.js";

describe("trainAdapter", () => {
  let engine: Engine;

  before(async () => {
    engine = await loadEngine();
  });

  const lanes = (plan: TrainingPlan): Float32Array => trainAdapter(engine, UNTRAINED, plan).lanes;

  it("has 7,168 lanes on the reference model", () => {
    expect(layoutLength(laneLayout(REFERENCE_CONFIG, { rank: 4, alpha: 8 }))).to.equal(7168);
    expect(UNTRAINED.parameters.length).to.equal(119_104);
  });

  it("gives the same bytes again, and from an engine with another history", async () => {
    const first = lanes(smallPlan());
    lanes(smallPlan({ batch: 3 }));
    expect(lanes(smallPlan())).to.deep.equal(first);
    expect(trainAdapter(await loadEngine(), UNTRAINED, smallPlan()).lanes).to.deep.equal(first);
  });

  it("lowers the loss and reports every step", () => {
    const losses: number[] = [];
    trainAdapter(engine, UNTRAINED, smallPlan({ epochs: 12, rate: 5e-3 }), ({ step, steps, loss }) => {
      expect(step).to.equal(losses.length + 1);
      expect(steps).to.equal(12 * 3);
      losses.push(loss);
    });
    expect(losses).to.have.length(36);
    expect(losses.at(-1)!).to.be.lessThan(losses[0]! - 0.5);
  });

  it("depends on the seed and on every weight", () => {
    const plan = smallPlan();
    const first = lanes(plan);
    expect(lanes({ ...plan, seed: "0x" + "01".repeat(32) })).to.not.deep.equal(first);
    plan.cells.forEach((_, cell) => {
      const cellWeights = plan.cellWeights.map((w, i) => (i === cell ? 0.5 : w));
      expect(lanes({ ...plan, cellWeights }), `cell ${cell}`).to.not.deep.equal(first);
    });
  });

  it("starts where every adapter does, whatever the seed, unless other lanes are given", () => {
    const firstLanes = (plan: TrainingPlan): Float32Array[] => {
      const seen: Float32Array[] = [];
      trainAdapter(engine, UNTRAINED, plan, undefined, (view) => seen.push(view.slice()));
      return seen.slice(0, 1);
    };
    const [protocol] = firstLanes(smallPlan());
    const otherSeed = { ...smallPlan(), seed: "0x" + "01".repeat(32) };
    expect(firstLanes(otherSeed)).to.deep.equal([protocol]);
    const start = protocol!.map((lane) => lane / 2);
    expect(firstLanes({ ...smallPlan(), start })).to.deep.equal([start]);
    expect(codeOf(() => firstLanes({ ...smallPlan(), start: start.slice(1) }))).to.equal("ENGINE_INVALID_INPUT");
  });

  it("reads nothing of a cell whose weight is 0 but its length", () => {
    const plan = smallPlan();
    const cellWeights = [1, 0, 1, 1];
    const other = plan.cells.map((cell, i) => (i === 1 ? prose(cell.length, "other") : cell));
    expect(lanes({ ...plan, cells: other, cellWeights })).to.deep.equal(lanes({ ...plan, cellWeights }));
  });

  it("approaches the training without a cell continuously as its weight falls to 0", () => {
    const plan = smallPlan();
    const at = (weight: number): Float32Array => lanes({ ...plan, cellWeights: [1, weight, 1, 1] });
    const distance = (a: Float32Array, b: Float32Array): number =>
      Math.sqrt(a.reduce((sum, v, i) => sum + (v - b[i]!) ** 2, 0));
    expect(distance(at(1e-4), at(0))).to.be.lessThan(distance(at(1), at(0)) / 50);
  });

  it("names the step and the tensor where NaN or infinity appears", () => {
    const parameters = UNTRAINED.parameters.slice();
    parameters[97] = NaN; // the embedding of byte 1
    const plan = { ...smallPlan(), cells: [Uint8Array.of(1, 2, 3, 1)], cellWeights: [1] };
    const act = (): unknown => trainAdapter(engine, { ...UNTRAINED, parameters }, plan);
    expect(act).to.throw(NonFiniteError).with.property("place", "step 1, loss");

    const hot = smallPlan({ rate: 3e38 });
    expect(() => lanes(hot))
      .to.throw(NonFiniteError)
      .with.property("place")
      .that.matches(/^step \d+, /);
    expect(lanes(smallPlan()).every(Number.isFinite), "the engine still works").to.equal(true);
  });

  it("rejects plans that mean nothing", () => {
    const plan = smallPlan();
    const wrong: Partial<TrainingPlan>[] = [
      { cells: [], cellWeights: [] },
      { cellWeights: [1] },
      { cells: [Uint8Array.of(1), ...plan.cells.slice(1)] },
      { cellWeights: [1, 1, 1, -1] },
      { seed: "0x00" },
      { recipe: { ...plan.recipe, epochs: 0 } },
      { recipe: { ...plan.recipe, lora: { rank: 3, alpha: 8 } } },
    ];
    for (const change of wrong) {
      expect(
        codeOf(() => lanes({ ...plan, ...change })),
        JSON.stringify(Object.keys(change)),
      ).to.equal("ENGINE_INVALID_INPUT");
    }
  });
});

describe("cutWindows", () => {
  it("predicts every byte but the first exactly once, from the byte before it", () => {
    for (const length of [2, 64, 65, 66, 200]) {
      const text = prose(length, SEED);
      const windows = cutWindows(text, 64);
      expect(windows.flatMap(({ targets }) => [...targets])).to.deep.equal([...text.subarray(1)]);
      expect(windows.flatMap(({ inputs }) => [...inputs])).to.deep.equal([...text.subarray(0, -1)]);
      expect(windows.every(({ weights }) => weights.length <= 64 && weights.every((w) => w === 1))).to.equal(true);
    }
  });
});
