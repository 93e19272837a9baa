import { exp4, sumLanes } from "./elementary";
import { tile4x4, tile4x8 } from "./tile";

/**
 * Causal self-attention of one sequence (arXiv:1706.03762). `qkv` (t×3d) holds queries, keys and values side by side;
 * `out` is t×d; `p` (heads×t×t) keeps the probabilities for the backward pass; `scratch` holds t·d/heads floats, panels of 8.
 * t and d/heads are multiples of 4. Tiles above the diagonal are neither computed nor read.
 */
export function attention(out: usize, p: usize, qkv: usize, scratch: usize, t: usize, d: usize, heads: usize): void {
  const size = d / heads;
  const row: usize = (3 * d) << 2;
  const pRow: usize = t << 2;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>size);
  for (let head: usize = 0; head < heads; head++) {
    const q = qkv + ((head * size) << 2);
    const k = q + (d << 2);
    const v = k + (d << 2);
    packColumns(scratch, k, row, t, size);
    for (let i: usize = 0; i < t; i += 4) {
      const rows = p + i * pRow;
      lowerTriangleTiles(rows, q + i * row, scratch, row, pRow, size, i, t);
      for (let r: usize = 0; r < 4; r++) softmaxRow(rows + r * pRow, i + r, i + 4, scale);
      wideTiles(out + ((i * d + head * size) << 2), d << 2, rows, pRow, 4, v, row, size, i + 4);
    }
    p += t * pRow;
  }
}

/**
 * Gradient at `qkv` of {@link attention}, written to `dqkv`, given `dOut` (t×d) and the probabilities `p`.
 * `scratch` holds t·d/heads floats rounded up to panels of 8; `dScores` holds t×t floats.
 */
export function attentionBackward(
  dqkv: usize,
  dOut: usize,
  p: usize,
  qkv: usize,
  scratch: usize,
  dScores: usize,
  t: usize,
  d: usize,
  heads: usize,
): void {
  const size = d / heads;
  const row: usize = (3 * d) << 2;
  const outRow: usize = d << 2;
  const pRow: usize = t << 2;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>size);
  for (let head: usize = 0; head < heads; head++) {
    const column: usize = (head * size) << 2;
    const q = qkv + column,
      k = q + outRow,
      v = k + outRow;
    const dq = dqkv + column,
      dk = dq + outRow,
      dv = dk + outRow;
    const dOutHead = dOut + column;
    packColumns(scratch, v, row, t, size);
    for (let i: usize = 0; i < t; i += 4) {
      const rows = dScores + i * pRow;
      lowerTriangleTiles(rows, dOutHead + i * outRow, scratch, outRow, pRow, size, i, t);
      for (let r: usize = 0; r < 4; r++) softmaxRowBackward(rows + r * pRow, p + (i + r) * pRow, i + 4, scale);
      wideTiles(dq + i * row, row, rows, pRow, 4, k, row, size, i + 4);
    }
    for (let j: usize = 0; j < t; j += 4) {
      const corner: usize = j * pRow + (j << 2); // rows before j do not see key j
      wideTiles(dk + j * row, row, dScores + corner, 4, pRow, q + j * row, row, size, t - j);
      wideTiles(dv + j * row, row, p + corner, 4, pRow, dOutHead + j * outRow, outRow, size, t - j);
    }
    p += t * pRow;
  }
}

/** Four rows of A (4×size) times the transposed keys or values, for the columns 0…i+3 in whole tiles. */
function lowerTriangleTiles(
  c: usize,
  a: usize,
  packed: usize,
  aRow: usize,
  cRow: usize,
  size: usize,
  i: usize,
  t: usize,
): void {
  for (let j: usize = 0; j < i + 4; j += 8) {
    const panel = packed + ((j * size) << 2);
    if (j + 8 <= t) tile4x8(c + (j << 2), cRow, a, aRow, 4, panel, 32, size, false);
    else tile4x4(c + (j << 2), cRow, a, aRow, 4, panel, 32, size, false);
  }
}

/** C (4×size) = A (4×k) · B (k×size) for any strides. */
function wideTiles(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  size: usize,
  k: usize,
): void {
  for (let j: usize = 0; j < size; j += 8) {
    if (j + 8 <= size) tile4x8(c + (j << 2), cRow, a, aRow, aStep, b + (j << 2), bRow, k, false);
    else tile4x4(c + (j << 2), cRow, a, aRow, aStep, b + (j << 2), bRow, k, false);
  }
}

/** Packs the transposition of t rows of `size` floats into panels of 8 columns; columns beyond t are left as they are. */
function packColumns(packed: usize, source: usize, row: usize, t: usize, size: usize): void {
  for (let j: usize = 0; j < t; j += 4) {
    const panel = packed + (((j & ~7) * size + (j & 7)) << 2);
    const r0 = source + j * row,
      r1 = r0 + row,
      r2 = r1 + row,
      r3 = r2 + row;
    for (let k: usize = 0; k < size; k++) {
      const at: usize = k << 2;
      const target = panel + (k << 5);
      store<f32>(target, load<f32>(r0 + at));
      store<f32>(target, load<f32>(r1 + at), 4);
      store<f32>(target, load<f32>(r2 + at), 8);
      store<f32>(target, load<f32>(r3 + at), 12);
    }
  }
}

/** Softmax in place of the scaled scores 0…last; zeros up to `width`, a multiple of 4. */
function softmaxRow(scores: usize, last: usize, width: usize, scale: f32): void {
  const count = last + 1;
  const bytes: usize = width << 2;
  let largest = load<f32>(scores);
  for (let j: usize = 1; j < count; j++) largest = max(largest, load<f32>(scores + (j << 2)));
  for (let j: usize = count; j < width; j++) store<f32>(scores + (j << 2), largest);
  const top = f32x4.splat(largest);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(scores + at, exp4(f32x4.mul(f32x4.sub(v128.load(scores + at), top), f32x4.splat(scale))));
  }
  for (let j: usize = count; j < width; j++) store<f32>(scores + (j << 2), 0);
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) sums = f32x4.add(sums, v128.load(scores + at));
  const inverse = f32x4.splat(<f32>1 / sumLanes(sums));
  for (let at: usize = 0; at < bytes; at += 16) v128.store(scores + at, f32x4.mul(v128.load(scores + at), inverse));
}

/** In place: dScores = scale · p ⊙ (dp − Σ p ⊙ dp). p is zero beyond the diagonal, and so is the result. */
function softmaxRowBackward(dp: usize, p: usize, width: usize, scale: f32): void {
  const bytes: usize = width << 2;
  let products = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    products = f32x4.add(products, f32x4.mul(v128.load(dp + at), v128.load(p + at)));
  }
  const mean = f32x4.splat(sumLanes(products));
  const factor = f32x4.splat(scale);
  for (let at: usize = 0; at < bytes; at += 16) {
    const change = f32x4.mul(v128.load(p + at), f32x4.sub(v128.load(dp + at), mean));
    v128.store(dp + at, f32x4.mul(change, factor));
  }
}
