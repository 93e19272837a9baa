import { expect } from "chai";
import type { ModelConfig } from "../../engine/src/core/model/config.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { fullGradient } from "../../engine/src/core/model/full-gradient.js";
import type { Slot } from "../../engine/src/core/model/layout.js";
import { laneLayout, layoutLength, parameterLayout } from "../../engine/src/core/model/layout.js";
import { createLora, loraGradient, mergeLora, sampleLoss } from "../../engine/src/core/model/lora.js";
import type { Network } from "../../engine/src/core/model/network.js";
import { createNetwork, packNetwork } from "../../engine/src/core/model/network.js";
import type { Sample } from "../../engine/src/core/model/sample.js";
import { initialParameters } from "../../engine/src/core/train/initial-parameters.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { noise, prose, sampleOf, SEED, UNTRAINED } from "./support.js";

const LORA = { rank: 4, alpha: 8 };

const SMALL: ModelConfig = { layers: 1, width: 36, heads: 3, hidden: 52, context: 28 };

const MODELS = [
  { name: "the reference model", base: UNTRAINED, sample: sampleOf(prose(62, "sample")) }, // 61 targets: no multiple of 4
  {
    name: "sizes that are no multiples of 8",
    base: { config: SMALL, parameters: initialParameters(SMALL, SEED) },
    sample: sampleOf(prose(29, "sample")),
  },
];

describe("gradients", () => {
  let engine: Engine;

  before(async () => {
    engine = await loadEngine();
  });

  /** Along its own direction, a gradient is the difference quotient of the loss; each tensor is checked alone. */
  const expectSlopes = (network: Network, options: Slopes): void => {
    const { slots, weights, gradient, refresh } = options;
    const count = layoutLength(slots);
    const at = engine.arena.view(weights, count).slice();
    for (const { name, offset, length } of slots) {
      const norm = Math.sqrt(gradient.subarray(offset, offset + length).reduce((sum, g) => sum + g * g, 0));
      expect(norm, name).to.be.greaterThan(0);
      const lossAt = (distance: number): number => {
        const moved = at.slice();
        for (let i = offset; i < offset + length; i++) moved[i] = at[i]! + (distance * gradient[i]!) / norm;
        engine.arena.view(weights, count).set(moved);
        refresh();
        return sampleLoss(network, options.sample);
      };
      const step = name === "embedding" || name === "positions" ? 1e-3 : 1e-2; // small tables bend sooner
      expect((lossAt(step) - lossAt(-step)) / (2 * step) / norm, name).to.be.closeTo(1, 5e-3);
    }
  };

  for (const { name, base, sample } of MODELS) {
    it(`of every parameter tensor agree with finite differences (${name})`, () => {
      engine.arena.scope(() => {
        const network = createNetwork(engine, base.config, base.parameters);
        const address = engine.arena.floats(network.parameterCount);
        fullGradient(network, sample, address);
        const gradient = engine.arena.view(address, network.parameterCount).slice();
        const slots = parameterLayout(base.config);
        const refresh = (): void => packNetwork(network);
        expectSlopes(network, { slots, weights: network.parameters, gradient, refresh, sample });
      });
    });

    it(`of every adapter tensor agree with finite differences (${name})`, () => {
      engine.arena.scope(() => {
        const lora = createLora(createNetwork(engine, base.config, base.parameters), LORA);
        engine.arena.view(lora.lanes, lora.laneCount).set(noise(lora.laneCount, "lanes").map((v) => v / 10));
        mergeLora(lora);
        const address = engine.arena.floats(lora.laneCount);
        loraGradient(lora, sample, address);
        const gradient = engine.arena.view(address, lora.laneCount).slice();
        const slots = laneLayout(base.config, LORA);
        expectSlopes(lora.network, { slots, weights: lora.lanes, gradient, refresh: () => mergeLora(lora), sample });
      });
    });
  }

  it("of a sample do not depend on the samples around it", async () => {
    const samples = Array.from({ length: 32 }, (_, i) => sampleOf(prose(2 + ((i * 17) % 63), `sample ${i}`)));
    const gradients = (own: Engine, batch: typeof samples): Float32Array[] =>
      own.arena.scope(() => {
        const lora = createLora(createNetwork(own, UNTRAINED.config, UNTRAINED.parameters), LORA);
        own.arena.view(lora.lanes, lora.laneCount).set(noise(lora.laneCount, "lanes"));
        mergeLora(lora);
        const address = own.arena.floats(lora.laneCount);
        return batch.map((sample) => {
          loraGradient(lora, sample, address);
          return own.arena.view(address, lora.laneCount).slice();
        });
      });
    const together = gradients(engine, samples);
    const reversed = gradients(engine, samples.toReversed()).toReversed();
    for (const [i, sample] of samples.entries()) {
      const [alone] = gradients(await loadEngine(), [sample]);
      expect(together[i], `sample ${i}`).to.deep.equal(alone);
      expect(reversed[i], `sample ${i}`).to.deep.equal(alone);
    }
  });
});

type Slopes = {
  readonly slots: readonly Slot[];
  readonly weights: number;
  readonly gradient: Float32Array;
  readonly refresh: () => void;
  readonly sample: Sample;
};
