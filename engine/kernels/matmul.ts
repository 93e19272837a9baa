import { tile4x4, tile4x8 } from "./tile";

/**
 * C (m×n) = or += A (m×k) · B, B packed by {@link pack} or {@link packTransposed}: A·B and A·Bᵀ of a weight matrix.
 * A and C are dense and row-major. m, n and k are multiples of 4.
 */
export function matmulPacked(c: usize, a: usize, b: usize, m: usize, n: usize, k: usize, accumulate: bool): void {
  const cRow: usize = n << 2;
  const aRow: usize = k << 2;
  for (let j: usize = 0; j < n; j += 8) {
    const panel = b + j * aRow;
    for (let i: usize = 0; i < m; i += 4) {
      const target = c + i * cRow + (j << 2);
      if (j + 8 <= n) tile4x8(target, cRow, a + i * aRow, aRow, 4, panel, 32, k, accumulate);
      else tile4x4(target, cRow, a + i * aRow, aRow, 4, panel, 32, k, accumulate);
    }
  }
}

/** C (m×n) = or += Aᵀ · B, with A (k×m) and B (k×n) dense and row-major: a weight's gradient. m and n are multiples of 4. */
export function matmulTransposedA(c: usize, a: usize, b: usize, m: usize, n: usize, k: usize, accumulate: bool): void {
  const row: usize = n << 2;
  const aStep: usize = m << 2;
  for (let i: usize = 0; i < m; i += 4) {
    for (let j: usize = 0; j < n; j += 8) {
      const target = c + i * row + (j << 2);
      if (j + 8 <= n) tile4x8(target, row, a + (i << 2), 4, aStep, b + (j << 2), row, k, accumulate);
      else tile4x4(target, row, a + (i << 2), 4, aStep, b + (j << 2), row, k, accumulate);
    }
  }
}

/** Packs row-major B (k×n) into panels of 8 columns, each panel k×8 and contiguous; columns beyond n are zero. */
export function pack(packed: usize, b: usize, k: usize, n: usize): void {
  for (let j: usize = 0; j < n; j += 8) {
    const whole = j + 8 <= n;
    for (let i: usize = 0; i < k; i++) {
      const source = b + ((i * n + j) << 2);
      v128.store(packed, v128.load(source));
      v128.store(packed, whole ? v128.load(source, 16) : f32x4.splat(0), 16);
      packed += 32;
    }
  }
}

/** Packs the transposition of row-major B (k×n) for A·Bᵀ: panels of 8 of B's rows, each n×8; rows beyond k are zero. */
export function packTransposed(packed: usize, b: usize, k: usize, n: usize): void {
  for (let j: usize = 0; j < k; j += 8) {
    for (let i: usize = 0; i < n; i++) {
      for (let lane: usize = 0; lane < 8; lane++) {
        const row = j + lane;
        store<f32>(packed + (lane << 2), row < k ? load<f32>(b + ((row * n + i) << 2)) : 0);
      }
      packed += 32;
    }
  }
}

/** W (k×n) = base + scale · A (k×r) · B (r×n): a frozen matrix with its low-rank update (LoRA, arXiv:2106.09685). n % 4 = 0. */
export function mergeLowRank(
  w: usize,
  base: usize,
  a: usize,
  b: usize,
  k: usize,
  n: usize,
  r: usize,
  scale: f32,
): void {
  for (let i: usize = 0; i < k; i++) {
    for (let j: usize = 0; j < n; j += 4) {
      let sum = f32x4.splat(0);
      for (let t: usize = 0; t < r; t++) {
        const left = v128.load_splat<f32>(a + ((i * r + t) << 2));
        sum = f32x4.add(sum, f32x4.mul(left, v128.load(b + ((t * n + j) << 2))));
      }
      const at: usize = (i * n + j) << 2;
      v128.store(w + at, f32x4.add(v128.load(base + at), f32x4.mul(f32x4.splat(scale), sum)));
    }
  }
}
