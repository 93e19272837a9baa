import { InvalidInputError } from "../errors.js";
import type { Network } from "./network.js";

/** A sequence to predict: byte t of `targets` follows bytes 0…t of `inputs`; a zero weight leaves a target out. */
export type Sample = {
  readonly inputs: Uint8Array;
  readonly targets: Uint8Array;
  /** One float a target. */
  readonly weights: Float32Array;
};

/**
 * Writes a sample to the network's tape and returns its rows, rounded up to 4. Added rows have weight 0 and come last, so
 * that causal attention never sees them.
 */
export function loadSample(network: Network, { inputs, targets, weights }: Sample): number {
  const count = inputs.length;
  if (count === 0 || count > network.config.context || targets.length !== count || weights.length !== count) {
    throw new InvalidInputError(`a sample needs 1…${network.config.context} inputs, targets and weights, got ${count}`);
  }
  const { arena } = network.engine;
  const rows = Math.ceil(count / 4) * 4;
  const { tape } = network;
  arena.bytes(tape.tokens, rows).fill(0, count).set(inputs);
  arena.bytes(tape.targets, rows).fill(0, count).set(targets);
  arena.view(tape.weights, rows).fill(0, count).set(weights);
  return rows;
}
