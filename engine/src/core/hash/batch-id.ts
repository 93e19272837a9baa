import type { Hex } from "./hex.js";
import { hashWords } from "./words.js";

/**
 * A posted batch's id: `keccak(digest ‖ keccak(abi.encode(address[] signers)) ‖ earningsRoot)`.
 * @param options.signers strictly ascending, as posted.
 */
export function batchId(options: {
  readonly digest: Hex;
  readonly signers: readonly Hex[];
  readonly earningsRoot: Hex;
}): Hex {
  return hashWords([options.digest, signersHash(options.signers), options.earningsRoot]);
}

/** `keccak(abi.encode(address[] signers))`: offset 32, length, one word a signer. */
export function signersHash(signers: readonly Hex[]): Hex {
  return hashWords([32, signers.length, ...signers]);
}
