import type { Address } from "./arena.js";
import { VOCABULARY } from "./config.js";
import type { MatrixName } from "./layout.js";
import type { Network } from "./network.js";

/**
 * Where a backward pass leaves gradients. `matrix` sees the input x (rows × in) of every layer matrix and the gradient dy
 * (rows × out) of its output. `full`, if present, also takes everything else; without it the pass stops at the lowest matrix.
 */
export type GradientSink = {
  matrix(layer: number, name: MatrixName, x: Address, dy: Address, rows: number): void;
  readonly full?: {
    head(x: Address, dy: Address, rows: number): void;
    norm(name: string, dy: Address, x: Address, inverse: Address, rows: number): void;
    embedding(dx: Address, rows: number): void;
  };
};

/** Back-propagates the gradient of the logits, which `crossEntropy` left on the tape. */
export function backward(network: Network, rows: number, sink: GradientSink): void {
  const { engine, config, tape } = network;
  const k = engine.kernels;
  const { width, heads, hidden } = config;
  const { dx, dNormed, dMixed, dQkv, dHidden } = tape;
  engine.arena.view(dx, rows * width).fill(0);

  sink.full?.head(tape.normed, tape.logits, rows);
  k.matmulPacked(dNormed, tape.logits, network.head.transposedPanels, rows, width, VOCABULARY, 0);
  sink.full?.norm("norm", dNormed, tape.x, tape.inverse, rows);
  k.rmsNormBackward(dx, dNormed, tape.x, tape.inverse, network.addressOf("norm"), rows, width);

  for (let index = config.layers - 1; index >= 0; index--) {
    const layer = network.layers[index]!;
    const t = tape.layers[index]!;
    sink.matrix(index, "down", t.active, dx, rows);
    k.matmulPacked(dHidden, dx, layer.down.transposedPanels, rows, hidden, width, 0);
    k.siluBackward(dHidden, t.up, rows * hidden);
    sink.matrix(index, "up", t.normed2, dHidden, rows);
    k.matmulPacked(dNormed, dHidden, layer.up.transposedPanels, rows, width, hidden, 0);
    sink.full?.norm(`layer.${index}.norm2`, dNormed, t.middle, t.inverse2, rows);
    k.rmsNormBackward(dx, dNormed, t.middle, t.inverse2, layer.norm2, rows, width);

    sink.matrix(index, "o", t.mixed, dx, rows);
    k.matmulPacked(dMixed, dx, layer.o.transposedPanels, rows, width, width, 0);
    k.attentionBackward(dQkv, dMixed, t.probabilities, t.qkv, tape.packed, tape.dScores, rows, width, heads);
    sink.matrix(index, "qkv", t.normed1, dQkv, rows);
    if (index === 0 && !sink.full) return; // nothing trainable lies below
    k.matmulPacked(dNormed, dQkv, layer.qkv.transposedPanels, rows, width, 3 * width, 0);
    sink.full?.norm(`layer.${index}.norm1`, dNormed, t.x, t.inverse1, rows);
    k.rmsNormBackward(dx, dNormed, t.x, t.inverse1, layer.norm1, rows, width);
  }
  sink.full?.embedding(dx, rows);
}
