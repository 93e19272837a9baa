import { VOCABULARY } from "./config.js";
import type { Network } from "./network.js";

/** Runs `rows` tokens of the tape through the model; the tape then holds every activation and the logits. */
export function forward(network: Network, rows: number): void {
  const { engine, config, tape } = network;
  const k = engine.kernels;
  const { width, heads, hidden } = config;
  const first = tape.layers[0]?.x ?? tape.x;
  k.embed(first, tape.tokens, network.addressOf("embedding"), network.addressOf("positions"), rows, width);

  network.layers.forEach((layer, index) => {
    const t = tape.layers[index]!;
    const next = tape.layers[index + 1]?.x ?? tape.x;
    k.rmsNorm(t.normed1, t.inverse1, t.x, layer.norm1, rows, width);
    k.matmulPacked(t.qkv, t.normed1, layer.qkv.panels, rows, 3 * width, width, 0);
    k.attention(t.mixed, t.probabilities, t.qkv, tape.packed, rows, width, heads);
    copy(network, t.middle, t.x, rows * width);
    k.matmulPacked(t.middle, t.mixed, layer.o.panels, rows, width, width, 1);
    k.rmsNorm(t.normed2, t.inverse2, t.middle, layer.norm2, rows, width);
    k.matmulPacked(t.up, t.normed2, layer.up.panels, rows, hidden, width, 0);
    k.silu(t.active, t.up, rows * hidden);
    copy(network, next, t.middle, rows * width);
    k.matmulPacked(next, t.active, layer.down.panels, rows, width, hidden, 1);
  });

  k.rmsNorm(tape.normed, tape.inverse, tape.x, network.addressOf("norm"), rows, width);
  k.matmulPacked(tape.logits, tape.normed, network.head.panels, rows, VOCABULARY, width, 0);
}

function copy({ engine }: Network, to: number, from: number, floats: number): void {
  engine.arena.bytes(to, floats * 4).set(engine.arena.bytes(from, floats * 4));
}
