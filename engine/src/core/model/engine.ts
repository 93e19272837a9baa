import type { Address, Arena } from "./arena.js";

/** The exports of `engine/kernels`, whose comments define them. Booleans travel as 0 and 1. */
export type Kernels = {
  matmulPacked(c: Address, a: Address, packed: Address, m: number, n: number, k: number, accumulate: number): void;
  matmulTransposedA(c: Address, a: Address, b: Address, m: number, n: number, k: number, accumulate: number): void;
  pack(packed: Address, b: Address, k: number, n: number): void;
  packTransposed(packed: Address, b: Address, k: number, n: number): void;
  mergeLowRank(
    w: Address,
    base: Address,
    a: Address,
    b: Address,
    k: number,
    n: number,
    rank: number,
    scale: number,
  ): void;
  rmsNorm(y: Address, inverse: Address, x: Address, gain: Address, rows: number, d: number): void;
  rmsNormBackward(dx: Address, dy: Address, x: Address, inverse: Address, gain: Address, rows: number, d: number): void;
  rmsNormGainBackward(dGain: Address, dy: Address, x: Address, inverse: Address, rows: number, d: number): void;
  silu(y: Address, x: Address, n: number): void;
  siluBackward(dy: Address, x: Address, n: number): void;
  attention(out: Address, p: Address, qkv: Address, scratch: Address, t: number, d: number, heads: number): void;
  attentionBackward(
    dqkv: Address,
    dOut: Address,
    p: Address,
    qkv: Address,
    scratch: Address,
    dScores: Address,
    t: number,
    d: number,
    heads: number,
  ): void;
  crossEntropy(logits: Address, targets: Address, weights: Address, rows: number, n: number): number;
  embed(x: Address, tokens: Address, table: Address, positions: Address, rows: number, d: number): void;
  embedBackward(dTable: Address, dPositions: Address, tokens: Address, dx: Address, rows: number, d: number): void;
  adamW(
    weights: Address,
    gradient: Address,
    mean: Address,
    variance: Address,
    n: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    decay: number,
    correction1: number,
    correction2: number,
  ): void;
  axpy(y: Address, x: Address, factor: number, n: number): void;
  scale(x: Address, factor: number, n: number): void;
  dot(x: Address, y: Address, n: number): number;
  firstNonFinite(x: Address, n: number): number;
  dotInt8(x: Address, y: Address, n: number): number;
  exp(x: number): number;
  log(x: number): number;
};

/** One instance of the kernels with its memory. Not shared: a thread has its own. */
export type Engine = { readonly kernels: Kernels; readonly arena: Arena };
