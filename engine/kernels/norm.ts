import { sumLanes } from "./elementary";

/** RMSNorm (arXiv:1910.07467): y = x · inverse · gain with inverse = 1 / √(mean(x²) + 1e-5), kept for the backward pass. */
export function rmsNorm(y: usize, inverse: usize, x: usize, gain: usize, rows: usize, d: usize): void {
  const bytes: usize = d << 2;
  for (let row: usize = 0; row < rows; row++) {
    let squares = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const v = v128.load(x + at);
      squares = f32x4.add(squares, f32x4.mul(v, v));
    }
    const r: f32 = <f32>1 / sqrt<f32>(sumLanes(squares) / <f32>d + <f32>1e-5);
    store<f32>(inverse + (row << 2), r);
    const scale = f32x4.splat(r);
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(y + at, f32x4.mul(f32x4.mul(v128.load(x + at), scale), v128.load(gain + at)));
    }
    x += bytes;
    y += bytes;
  }
}

/** Adds to `dx` the gradient that arrives at RMSNorm's output as `dy`: r·(g⊙dy) − x·r³·mean(x⊙g⊙dy). */
export function rmsNormBackward(
  dx: usize,
  dy: usize,
  x: usize,
  inverse: usize,
  gain: usize,
  rows: usize,
  d: usize,
): void {
  const bytes: usize = d << 2;
  for (let row: usize = 0; row < rows; row++) {
    let products = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const scaled = f32x4.mul(v128.load(dy + at), v128.load(gain + at));
      products = f32x4.add(products, f32x4.mul(scaled, v128.load(x + at)));
    }
    const r = load<f32>(inverse + (row << 2));
    const scale = f32x4.splat(r);
    const pull = f32x4.splat((sumLanes(products) * r * r * r) / <f32>d);
    for (let at: usize = 0; at < bytes; at += 16) {
      const scaled = f32x4.mul(f32x4.mul(v128.load(dy + at), v128.load(gain + at)), scale);
      const change = f32x4.sub(scaled, f32x4.mul(v128.load(x + at), pull));
      v128.store(dx + at, f32x4.add(v128.load(dx + at), change));
    }
    dx += bytes;
    dy += bytes;
    x += bytes;
  }
}

/** Adds to `dGain` the gain's gradient, Σ over rows of dy ⊙ x · inverse. */
export function rmsNormGainBackward(dGain: usize, dy: usize, x: usize, inverse: usize, rows: usize, d: usize): void {
  const bytes: usize = d << 2;
  for (let row: usize = 0; row < rows; row++) {
    const scale = v128.load_splat<f32>(inverse + (row << 2));
    for (let at: usize = 0; at < bytes; at += 16) {
      const change = f32x4.mul(f32x4.mul(v128.load(dy + at), v128.load(x + at)), scale);
      v128.store(dGain + at, f32x4.add(v128.load(dGain + at), change));
    }
    dy += bytes;
    x += bytes;
  }
}
