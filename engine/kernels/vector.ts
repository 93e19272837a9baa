/** y += factor · x over n floats, n a multiple of 4. */
export function axpy(y: usize, x: usize, factor: f32, n: usize): void {
  const bytes: usize = n << 2;
  const scale = f32x4.splat(factor);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(y + at, f32x4.add(v128.load(y + at), f32x4.mul(v128.load(x + at), scale)));
  }
}

/** x *= factor over n floats, n a multiple of 4. */
export function scale(x: usize, factor: f32, n: usize): void {
  const bytes: usize = n << 2;
  const by = f32x4.splat(factor);
  for (let at: usize = 0; at < bytes; at += 16) v128.store(x + at, f32x4.mul(v128.load(x + at), by));
}

/** Σ x · y in double precision (products of floats are exact in it), four running sums; n a multiple of 4. */
export function dot(x: usize, y: usize, n: usize): f64 {
  const bytes: usize = n << 2;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const a = v128.load(x + at),
      b = v128.load(y + at);
    low = f64x2.add(low, f64x2.mul(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b)));
    high = f64x2.add(high, f64x2.mul(promoteHigh(a), promoteHigh(b)));
  }
  const sums = f64x2.add(low, high);
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** Index of the first NaN or infinity among n floats; −1 if all are finite. */
export function firstNonFinite(x: usize, n: usize): i32 {
  for (let i: usize = 0; i < n; i++) if (!isFinite<f32>(load<f32>(x + (i << 2)))) return <i32>i;
  return -1;
}

function promoteHigh(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
}
