import { AbiCoder, keccak256 } from "ethers";

/** A manifest's seed: `keccak256(abi.encode(seeds of its versions, in their order))`. */
export function manifestSeed(seeds: readonly string[]): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32[]"], [seeds]));
}
