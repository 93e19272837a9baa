import { randomStream } from "../train/random.js";
import type { Gradients } from "./gradients.js";
import { dotProduct } from "./gradients.js";

/**
 * Gradients projected onto `dimensions` random signs (Rademacher), as TRAK does (arXiv:2303.14186, §3). The signs are a function
 * of the seed.
 */
export function projectGradients(
  { windows, cells, queries }: Gradients,
  { dimensions, seed }: { readonly dimensions: number; readonly seed: string },
): Gradients {
  const lanes = windows[0]!.length;
  const random = randomStream(seed, "projection");
  const scale = 1 / Math.sqrt(dimensions);
  const directions = Array.from({ length: dimensions }, () => signs(lanes, scale, random.next));
  const apply = (vectors: readonly Float32Array[]): Float32Array[] =>
    vectors.map((vector) => Float32Array.from(directions, (direction) => dotProduct(direction, vector)));
  return { windows: apply(windows), cells: apply(cells), queries: apply(queries) };
}

/** `length` values ±`scale`, 32 of them from each word. */
function signs(length: number, scale: number, next: () => number): Float32Array {
  const values = new Float32Array(length);
  let word = 0;
  for (let i = 0; i < length; i++) {
    word = i % 32 === 0 ? next() : word >>> 1;
    values[i] = word & 1 ? scale : -scale;
  }
  return values;
}
