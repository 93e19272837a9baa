import type { Address } from "./arena.js";
import type { GradientSink } from "./backward.js";
import { backward } from "./backward.js";
import { VOCABULARY } from "./config.js";
import { forward } from "./forward.js";
import type { Network } from "./network.js";
import type { Sample } from "./sample.js";
import { loadSample } from "./sample.js";

/**
 * Writes the gradient of a sample's loss (Σ weight · nats) at all parameters to `gradient` (parameterCount floats) and
 * returns the loss. The result depends on the sample alone, whatever else is in its batch.
 */
export function fullGradient(network: Network, sample: Sample, gradient: Address): number {
  const { engine, tape } = network;
  engine.arena.view(gradient, network.parameterCount).fill(0);
  const rows = loadSample(network, sample);
  forward(network, rows);
  const loss = engine.kernels.crossEntropy(tape.logits, tape.targets, tape.weights, rows, VOCABULARY);
  backward(network, rows, fullSink(network, gradient));
  return loss;
}

function fullSink(network: Network, gradient: Address): GradientSink {
  const { engine, config, tape } = network;
  const k = engine.kernels;
  const at = (name: string): Address => gradient + network.addressOf(name) - network.parameters;
  return {
    matrix: (layer, name, x, dy, rows) => {
      const { rows: inputs, columns } = network.layers[layer]![name];
      k.matmulTransposedA(at(`layer.${layer}.${name}`), x, dy, inputs, columns, rows, 0);
    },
    full: {
      head: (x, dy, rows) => k.matmulTransposedA(at("head"), x, dy, config.width, VOCABULARY, rows, 0),
      norm: (name, dy, x, inverse, rows) => k.rmsNormGainBackward(at(name), dy, x, inverse, rows, config.width),
      embedding: (dx, rows) => k.embedBackward(at("embedding"), at("positions"), tape.tokens, dx, rows, config.width),
    },
  };
}
