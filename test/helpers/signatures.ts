import { ethers } from "./chain.js";

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** Other encodings of a 65-byte signature that a careless verifier accepts too. */
export function otherEncodings(signature: string): Record<string, string> {
  const parsed = ethers.Signature.from(signature);
  const highS = ethers.toBeHex(CURVE_ORDER - BigInt(parsed.s), 32);
  const flippedV = parsed.v === 27 ? "0x1c" : "0x1b";
  return {
    "64-byte compact": parsed.compactSerialized,
    "high s": ethers.concat([parsed.r, highS, flippedV]),
    "v = 0 or 1": ethers.concat([parsed.r, parsed.s, parsed.v === 27 ? "0x00" : "0x01"]),
    "trailing byte": ethers.concat([signature, "0x00"]),
    empty: "0x",
    "all zero": ethers.zeroPadBytes("0x", 65),
  };
}
