import { exp4, log, maxLanes, sumLanes } from "./elementary";

/**
 * Cross-entropy of `rows` rows of n logits against one target byte each, weighted by row; logits become their gradient.
 * `weights` holds a float a row (0 = the row does not count). Returns Σ weight · −ln p[target], in nats.
 */
export function crossEntropy(logits: usize, targets: usize, weights: usize, rows: usize, n: usize): f64 {
  const bytes: usize = n << 2;
  let total: f64 = 0;
  for (let row: usize = 0; row < rows; row++) {
    const weight = load<f32>(weights + (row << 2));
    const target: usize = (<usize>load<u8>(targets + row)) << 2;
    if (weight == 0) memory.fill(logits, 0, bytes);
    else {
      const largest = rowMaximum(logits, bytes);
      const shifted = load<f32>(logits + target) - largest;
      const sum = exponentials(logits, bytes, largest);
      total += <f64>weight * (<f64>log(sum) - <f64>shifted);
      const scale = f32x4.splat(weight / sum);
      for (let at: usize = 0; at < bytes; at += 16) {
        v128.store(logits + at, f32x4.mul(v128.load(logits + at), scale));
      }
      store<f32>(logits + target, load<f32>(logits + target) - weight);
    }
    logits += bytes;
  }
  return total;
}

function rowMaximum(x: usize, bytes: usize): f32 {
  let largest = v128.load(x);
  for (let at: usize = 16; at < bytes; at += 16) largest = f32x4.max(largest, v128.load(x + at));
  return maxLanes(largest);
}

function exponentials(x: usize, bytes: usize, shift: f32): f32 {
  const top = f32x4.splat(shift);
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const e = exp4(f32x4.sub(v128.load(x + at), top));
    v128.store(x + at, e);
    sums = f32x4.add(sums, e);
  }
  return sumLanes(sums);
}
