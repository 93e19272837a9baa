import { VOCABULARY } from "./config.js";
import { forward } from "./forward.js";
import type { Network } from "./network.js";
import { loadSample } from "./sample.js";

/** What the network, as it is packed now, says of the byte after a text, of which it sees the last context's bytes: {@link VOCABULARY} logits. */
export function nextLogits(network: Network, text: Uint8Array): Float32Array {
  const { arena } = network.engine;
  const inputs = text.subarray(Math.max(0, text.length - network.config.context));
  forward(network, loadSample(network, { inputs, targets: inputs, weights: new Float32Array(inputs.length) }));
  const last = network.tape.logits + (inputs.length - 1) * VOCABULARY * 4;
  return arena.view(last, VOCABULARY).slice();
}
