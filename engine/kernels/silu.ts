import { exp4 } from "./elementary";

/** y = x · σ(x) over n floats, n a multiple of 4 (SiLU, arXiv:1702.03118). */
export function silu(y: usize, x: usize, n: usize): void {
  const bytes: usize = n << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const v = v128.load(x + at);
    v128.store(y + at, f32x4.mul(v, sigmoid(v)));
  }
}

/** Multiplies `dy` in place by SiLU's derivative at x: σ · (1 + x · (1 − σ)). */
export function siluBackward(dy: usize, x: usize, n: usize): void {
  const bytes: usize = n << 2;
  const one = f32x4.splat(1);
  for (let at: usize = 0; at < bytes; at += 16) {
    const v = v128.load(x + at);
    const s = sigmoid(v);
    const slope = f32x4.mul(s, f32x4.add(one, f32x4.mul(v, f32x4.sub(one, s))));
    v128.store(dy + at, f32x4.mul(v128.load(dy + at), slope));
  }
}

function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}
