import type { LoraConfig, ModelConfig } from "./config.js";
import { VOCABULARY } from "./config.js";

/** A tensor inside a flat vector of floats: `offset` and `length` count floats; matrices are row-major (in × out). */
export type Slot = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
};

/** The four matrices of a layer, in the order in which lanes are numbered. */
export const LAYER_MATRICES = ["qkv", "o", "up", "down"] as const;

/** Name of one of a layer's matrices. */
export type MatrixName = (typeof LAYER_MATRICES)[number];

/** (in, out) of each matrix of a layer. */
export function matrixShape(config: ModelConfig, name: MatrixName): readonly [number, number] {
  const { width, hidden } = config;
  const shapes = { qkv: [width, 3 * width], o: [width, width], up: [width, hidden], down: [hidden, width] } as const;
  return shapes[name];
}

/** Where each tensor of the whole model lies in its flat parameter vector. */
export function parameterLayout(config: ModelConfig): Slot[] {
  const { width, context, layers } = config;
  const shapes: [string, readonly number[]][] = [
    ["embedding", [VOCABULARY, width]],
    ["positions", [context, width]],
  ];
  for (let layer = 0; layer < layers; layer++) {
    shapes.push([`layer.${layer}.norm1`, [width]], [`layer.${layer}.norm2`, [width]]);
    for (const name of LAYER_MATRICES) shapes.push([`layer.${layer}.${name}`, matrixShape(config, name)]);
  }
  shapes.push(["norm", [width]], ["head", [width, VOCABULARY]]);
  return place(shapes);
}

/** Where A (in × rank) and B (rank × out) of each adapted matrix lie among the adapter's lanes. */
export function laneLayout(config: ModelConfig, { rank }: LoraConfig): Slot[] {
  const shapes: [string, readonly number[]][] = [];
  for (let layer = 0; layer < config.layers; layer++) {
    for (const name of LAYER_MATRICES) {
      const [rows, columns] = matrixShape(config, name);
      shapes.push([`layer.${layer}.${name}.a`, [rows, rank]], [`layer.${layer}.${name}.b`, [rank, columns]]);
    }
  }
  return place(shapes);
}

/** Floats in all slots together. */
export function layoutLength(slots: readonly Slot[]): number {
  return slots.reduce((sum, slot) => sum + slot.length, 0);
}

function place(shapes: readonly [string, readonly number[]][]): Slot[] {
  let offset = 0;
  return shapes.map(([name, shape]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const slot = { name, shape, offset, length };
    offset += length;
    return slot;
  });
}
