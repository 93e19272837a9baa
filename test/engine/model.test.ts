import { expect } from "chai";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import type { ModelConfig } from "../../engine/src/core/model/config.js";
import { REFERENCE_CONFIG } from "../../engine/src/core/model/config.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { createNetwork } from "../../engine/src/core/model/network.js";
import { sampleLoss } from "../../engine/src/core/model/lora.js";
import { initialLanes } from "../../engine/src/core/train/initial-lanes.js";
import { initialParameters } from "../../engine/src/core/train/initial-parameters.js";
import { laneLayout } from "../../engine/src/core/model/layout.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { codeOf, prose, sampleOf, SEED, smallPlan, UNTRAINED } from "./support.js";

describe("model", () => {
  let engine: Engine;

  before(async () => {
    engine = await loadEngine();
  });

  const create = (config: ModelConfig, parameters: Float32Array): unknown =>
    engine.arena.scope(() => createNetwork(engine, config, parameters));

  it("predicts a byte from the bytes before it only", () => {
    const text = prose(65, "causal");
    const changed = text.slice();
    changed.fill(0, 40); // inputs 40… and targets 39… differ
    const loss = (bytes: Uint8Array): number => {
      const { inputs, targets } = sampleOf(bytes);
      const weights = new Float32Array(64).fill(1, 0, 39);
      return engine.arena.scope(() =>
        sampleLoss(createNetwork(engine, UNTRAINED.config, UNTRAINED.parameters), { inputs, targets, weights }),
      );
    };
    expect(loss(changed)).to.equal(loss(text));
  });

  it("is its base model under an adapter that was not trained", () => {
    const lora = { rank: 8, alpha: 4 };
    const adapter = { lora, lanes: initialLanes(laneLayout(REFERENCE_CONFIG, lora)) };
    const sample = sampleOf(prose(50, "sample"));
    const plain = engine.arena.scope(() =>
      sampleLoss(createNetwork(engine, UNTRAINED.config, UNTRAINED.parameters), sample),
    );
    expect(withAdapter(engine, UNTRAINED, adapter, ({ network }) => sampleLoss(network, sample))).to.equal(plain);
  });

  it("comes in other sizes, whose head width and context are no multiples of 8", () => {
    const config = { layers: 3, width: 36, heads: 3, hidden: 100, context: 28 };
    const base = { config, parameters: initialParameters(config, SEED) };
    const losses: number[] = [];
    trainAdapter(engine, base, smallPlan({ epochs: 8, rate: 5e-3 }), ({ loss }) => losses.push(loss));
    expect(losses.at(-1)).to.be.lessThan(losses[0]! - 0.3);
  });

  it("rejects shapes and parameters that do not fit", () => {
    const wrong: Partial<ModelConfig>[] = [
      { width: 62 },
      { heads: 5 },
      { layers: 0 },
      { context: 63 },
      { hidden: 1.5 },
    ];
    for (const change of wrong) {
      const act = (): unknown => create({ ...REFERENCE_CONFIG, ...change }, UNTRAINED.parameters);
      expect(codeOf(act), JSON.stringify(change)).to.equal("ENGINE_INVALID_INPUT");
    }
    expect(codeOf(() => create(REFERENCE_CONFIG, new Float32Array(3)))).to.equal("ENGINE_INVALID_INPUT");
  });

  it("rejects samples that are empty or longer than its context", () => {
    for (const length of [1, 66]) {
      const act = (): unknown =>
        engine.arena.scope(() =>
          sampleLoss(createNetwork(engine, UNTRAINED.config, UNTRAINED.parameters), sampleOf(prose(length, "x"))),
        );
      expect(codeOf(act), `${length}`).to.equal("ENGINE_INVALID_INPUT");
    }
  });
});
