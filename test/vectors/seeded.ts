import { fromHex, type Hex } from "../../engine/src/core/hash/hex.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";

/** Numbers that look random and are the same everywhere: keccak of a name and a counter. */
export type Seeded = {
  readonly hash: () => Hex;
  readonly address: () => Hex;
  /** A whole number below `bound`. */
  readonly below: (bound: bigint) => bigint;
  readonly lanes: (count: number) => Int8Array;
};

export function seeded(name: string): Seeded {
  let counter = 0;
  const hash = (): Hex => keccakText(`${name}/${counter++}`);
  return {
    hash,
    address: () => `0x${hash().slice(26)}`,
    below: (bound) => BigInt(hash()) % bound,
    lanes: (count) => {
      const bytes = new Uint8Array(count);
      for (let from = 0; from < count; from += 32) bytes.set(fromHex(hash()).subarray(0, count - from), from);
      return new Int8Array(bytes.buffer);
    },
  };
}
