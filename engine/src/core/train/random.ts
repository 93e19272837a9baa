import { sha256 } from "@noble/hashes/sha2.js";
import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { InvalidInputError } from "../errors.js";

/** Reproducible integers: xoshiro128** (Blackman, Vigna, 2018) in 32-bit integer arithmetic. */
export type Random = {
  /** Uniform in 0…2³²−1. */
  next(): number;
  /** Uniform in 0…bound−1, without bias; 1 ≤ bound ≤ 2³². */
  below(bound: number): number;
  /** Uniform multiple of 2⁻²³ in [−1, 1): exact in float32. */
  signed(): number;
};

/**
 * The stream of a 32-byte seed (64 hex digits, `0x` optional) for one purpose: its state is the head of
 * SHA-256(seed ‖ purpose), so that streams of different purposes are independent.
 */
export function randomStream(seed: string, purpose: string): Random {
  const digits = seed.startsWith("0x") ? seed.slice(2) : seed;
  if (!/^[0-9a-fA-F]{64}$/.test(digits)) throw new InvalidInputError("a seed is 32 bytes, 64 hexadecimal digits");
  const label = utf8ToBytes(purpose);
  const input = new Uint8Array(32 + label.length);
  input.set(hexToBytes(digits));
  input.set(label, 32);
  const digest = new DataView(sha256(input).buffer);
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.getUint32(at, true)) as [number, number, number, number];

  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
  const below = (bound: number): number => {
    const limit = 2 ** 32 - (2 ** 32 % bound); // rejecting the rest keeps every value equally likely
    let value = next();
    while (value >= limit) value = next();
    return value % bound;
  };
  return { next, below, signed: () => (next() >>> 8) / 2 ** 23 - 1 };
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}
