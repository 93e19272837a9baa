import { ethers } from "./chain.js";

/** The head after one more receipt (docs/file-formats.md), here from ABI words, independently of engine and libraries. */
export function nextHead(head: string, requestHash: string, fee: bigint, previousResponseHash: string): string {
  const words = ["bytes32", "bytes32", "uint256", "bytes32"];
  return ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(words, [head, requestHash, fee, previousResponseHash]),
  );
}
