/**
 * One AdamW step (arXiv:1711.05101) over n floats, n a multiple of 4.
 * `correction1` and `correction2` are 1 − β₁ᵗ and 1 − β₂ᵗ; the decay is decoupled: w −= rate · decay · w.
 */
export function adamW(
  weights: usize,
  gradient: usize,
  mean: usize,
  variance: usize,
  n: usize,
  rate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  decay: f32,
  correction1: f32,
  correction2: f32,
): void {
  const bytes: usize = n << 2;
  const b1 = f32x4.splat(beta1),
    rest1 = f32x4.splat(<f32>1 - beta1);
  const b2 = f32x4.splat(beta2),
    rest2 = f32x4.splat(<f32>1 - beta2);
  const c1 = f32x4.splat(correction1),
    c2 = f32x4.splat(correction2);
  const eps = f32x4.splat(epsilon),
    step = f32x4.splat(rate),
    shrink = f32x4.splat(rate * decay);
  for (let at: usize = 0; at < bytes; at += 16) {
    const w = v128.load(weights + at),
      g = v128.load(gradient + at);
    const m = f32x4.add(f32x4.mul(b1, v128.load(mean + at)), f32x4.mul(rest1, g));
    const v = f32x4.add(f32x4.mul(b2, v128.load(variance + at)), f32x4.mul(rest2, f32x4.mul(g, g)));
    v128.store(mean + at, m);
    v128.store(variance + at, v);
    const direction = f32x4.div(f32x4.div(m, c1), f32x4.add(f32x4.sqrt(f32x4.div(v, c2)), eps));
    const change = f32x4.add(f32x4.mul(step, direction), f32x4.mul(shrink, w));
    v128.store(weights + at, f32x4.sub(w, change));
  }
}
