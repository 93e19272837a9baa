import { jit, numpy as np } from "@jax-js/jax";

import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { randomStream } from "../../engine/src/core/train/random.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { median, stopwatch } from "../page/stopwatch.js";

/** A product C (m×n) = A (m×k) · B (k×n). */
export type Product = { readonly name: string; readonly m: number; readonly n: number; readonly k: number };

export type ProductFigures = Product & {
  /** Medians, in 1e9 floating-point operations a second of processor time: ours with B packed each time, ours with B packed before, and
   * jax-js, with or without its `jit`, whichever is faster. */
  readonly packing: number;
  readonly packed: number;
  readonly jax: number;
  /** Median over the rounds of jax-js's time over ours, packing included. */
  readonly ratio: number;
};

/** The reference model's matrices on one window and on the windows of a step, and larger ones. */
export const PRODUCTS: readonly Product[] = [
  { name: "queries, keys, values; into the MLP", m: 64, n: 192, k: 64 },
  { name: "attention's output", m: 64, n: 64, k: 64 },
  { name: "out of the MLP", m: 64, n: 64, k: 192 },
  { name: "logits", m: 64, n: 256, k: 64 },
  { name: "16 windows together", m: 1024, n: 192, k: 64 },
  { name: "larger", m: 256, n: 256, k: 256 },
  { name: "larger", m: 512, n: 512, k: 512 },
  { name: "larger", m: 1024, n: 1024, k: 1024 },
];

/** Rounds go on for so long, and are so many at least: short ones, many of them. */
const SECONDS = 2;
const LEAST_ROUNDS = 15;
/** Operations of one measurement, so that small products are timed by the dozen. */
const OPERATIONS = 2e7;
/** By how much an element may differ, relative to the sum's length: other orders, and jax-js's fused multiply-adds. */
const TOLERANCE = 1e-5;

/** Times a product both ways, in turn, round by round. Throws where the results differ. */
export async function measureProduct(product: Product): Promise<ProductFigures> {
  const { m, n, k } = product;
  const random = randomStream(keccakText("openledger-kernels-bench"), `${String(m)} × ${String(n)} × ${String(k)}`);
  const [left, right] = [m * k, k * n].map((length) => Float32Array.from({ length }, () => random.signed()));
  const [a, b] = [np.array(left!).reshape([m, k]), np.array(right!).reshape([k, n])];
  const compiled = jit((x: np.Array, y: np.Array) => np.matmul(x, y));
  const { arena, kernels } = await loadEngine();
  const [at, bt, c] = [arena.floats(m * k), arena.floats(k * n), arena.floats(m * n)];
  const panels = arena.floats(k * (n + 8));
  arena.view(at, m * k).set(left!);
  arena.view(bt, k * n).set(right!);
  const ours = (): void => {
    kernels.pack(panels, bt, k, n);
    kernels.matmulPacked(c, at, panels, m, n, k, 0);
  };
  ours();
  requireEqual(arena.view(c, m * n), (await compiled(a.ref, b.ref).data()) as Float32Array, k);

  const repeats = Math.max(1, Math.round(OPERATIONS / (2 * m * n * k)));
  const rounds: Readonly<Record<Way, number>>[] = [];
  const until = performance.now() + 1000 * SECONDS;
  while (rounds.length < LEAST_ROUNDS || performance.now() < until) {
    rounds.push({
      packing: await timed(repeats, ours),
      compiled: await timed(repeats, () => finish(compiled(a.ref, b.ref))),
      packed: await timed(repeats, () => {
        kernels.matmulPacked(c, at, panels, m, n, k, 0);
      }),
      eager: await timed(repeats, () => finish(np.matmul(a.ref, b.ref))),
    });
  }
  const seconds = (way: Way): number => median(rounds.map((each) => each[way]));
  const faster = seconds("compiled") < seconds("eager") ? "compiled" : "eager";
  const rate = (way: Way): number => (2 * m * n * k) / seconds(way) / 1e9;
  return {
    ...product,
    packing: rate("packing"),
    packed: rate("packed"),
    jax: rate(faster),
    ratio: median(rounds.map((each) => each[faster] / each.packing)),
  };
}

/** Ours with B packed each time or before, and jax-js with and without its `jit`. */
type Way = "packing" | "packed" | "compiled" | "eager";

/** Seconds of processor time of one of `repeats` runs: steady where the machine has other work, too. */
async function timed(repeats: number, run: () => void | Promise<void>): Promise<number> {
  const read = stopwatch();
  for (let i = 0; i < repeats; i++) {
    const running = run();
    if (running) await running; // awaiting what is done would cost as much as a small product
  }
  return read().cpuSeconds / repeats;
}

async function finish(result: np.Array): Promise<void> {
  await result.blockUntilReady();
  result.dispose();
}

function requireEqual(found: Float32Array, expected: Float32Array, k: number): void {
  const wrong = expected.findIndex((value, i) => !(Math.abs(value - found[i]!) <= TOLERANCE * k));
  if (wrong >= 0)
    throw new Error(`Element ${String(wrong)} differs: ${String(found[wrong])}, ${String(expected[wrong])}.`);
}
