import type { Address } from "./arena.js";
import { backward } from "./backward.js";
import type { LoraConfig } from "./config.js";
import { checkLora, VOCABULARY } from "./config.js";
import { forward } from "./forward.js";
import type { MatrixName } from "./layout.js";
import { LAYER_MATRICES, laneLayout, layoutLength } from "./layout.js";
import type { Network } from "./network.js";
import { packMatrix } from "./network.js";
import type { Sample } from "./sample.js";
import { loadSample } from "./sample.js";

/** An adapter attached to a network: its lanes in the kernels' memory and scratch space. */
export type Lora = {
  readonly network: Network;
  readonly config: LoraConfig;
  /** A and B of every matrix, laid out by `laneLayout`. */
  readonly lanes: Address;
  readonly laneCount: number;
  /** Float offsets of A and B of a matrix among the lanes. */
  readonly offsets: (layer: number, name: MatrixName) => { readonly a: number; readonly b: number };
  readonly scratch: {
    readonly merged: Address;
    readonly panels: Address;
    readonly xa: Address;
    readonly dyb: Address;
  };
};

/** Allocates an adapter of zero lanes over `network` in the engine's current scope. */
export function createLora(network: Network, config: LoraConfig): Lora {
  checkLora(config);
  const { arena } = network.engine;
  const slots = laneLayout(network.config, config);
  const byName = new Map(slots.map((slot) => [slot.name, slot.offset]));
  const laneCount = layoutLength(slots);
  const { width, hidden, context } = network.config;
  const widest = Math.max(3 * width, hidden);
  const panels = Math.ceil(config.rank / 8) * 8;
  return {
    network,
    config,
    lanes: arena.floats(laneCount),
    laneCount,
    offsets: (layer, name) => ({
      a: byName.get(`layer.${layer}.${name}.a`)!,
      b: byName.get(`layer.${layer}.${name}.b`)!,
    }),
    scratch: {
      merged: arena.floats(widest * Math.max(width, hidden)),
      panels: arena.floats(widest * panels),
      xa: arena.floats(context * config.rank),
      dyb: arena.floats(context * config.rank),
    },
  };
}

/** Packs W + (alpha / rank) · A · B into the network's panels: after the lanes changed. The frozen W stays as it is. */
export function mergeLora({ network, config, lanes, offsets, scratch }: Lora): void {
  network.layers.forEach((layer, index) => {
    for (const name of LAYER_MATRICES) {
      const { rows, columns, weights } = layer[name];
      const { a, b } = offsets(index, name);
      const scale = config.alpha / config.rank;
      network.engine.kernels.mergeLowRank(
        scratch.merged,
        weights,
        lanes + a * 4,
        lanes + b * 4,
        rows,
        columns,
        config.rank,
        scale,
      );
      packMatrix(network, layer[name], scratch.merged);
    }
  });
}

/**
 * Writes the gradient of a sample's loss (Σ weight · nats) at the adapter's lanes to `gradient` (laneCount floats) and
 * returns the loss. The frozen matrices get no gradient. The lanes must be merged ({@link mergeLora}).
 */
export function loraGradient(lora: Lora, sample: Sample, gradient: Address): number {
  const { network, config, lanes, laneCount, offsets, scratch } = lora;
  const { engine, tape } = network;
  const k = engine.kernels;
  const { rank } = config;
  const rows = loadSample(network, sample);
  forward(network, rows);
  const loss = k.crossEntropy(tape.logits, tape.targets, tape.weights, rows, VOCABULARY);
  backward(network, rows, {
    matrix: (layer, name, x, dy) => {
      const { rows: inputs, columns } = network.layers[layer]![name];
      const { a, b } = offsets(layer, name);
      k.pack(scratch.panels, lanes + a * 4, inputs, rank);
      k.matmulPacked(scratch.xa, x, scratch.panels, rows, rank, inputs, 0); // xA
      k.matmulTransposedA(gradient + b * 4, scratch.xa, dy, rank, columns, rows, 0); // (xA)ᵀ·dy
      k.packTransposed(scratch.panels, lanes + b * 4, rank, columns);
      k.matmulPacked(scratch.dyb, dy, scratch.panels, rows, rank, columns, 0); // dy·Bᵀ
      k.matmulTransposedA(gradient + a * 4, x, scratch.dyb, inputs, rank, rows, 0); // xᵀ·(dy·Bᵀ)
    },
  });
  k.scale(gradient, config.alpha / rank, laneCount);
  return loss;
}

/** Loss (Σ weight · nats) of a sample under the network as it is packed now; no gradient. */
export function sampleLoss(network: Network, sample: Sample): number {
  const rows = loadSample(network, sample);
  forward(network, rows);
  const { tape } = network;
  return network.engine.kernels.crossEntropy(tape.logits, tape.targets, tape.weights, rows, VOCABULARY);
}
