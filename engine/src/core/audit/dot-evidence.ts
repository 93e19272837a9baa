import { type Hex, toHex } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";
import { merkleProof, merkleTree } from "../tree/merkle.js";
import { laneBytes, vectorBlocks } from "../tree/vector-root.js";

/** Vectors of so many lanes fit the proof's own transaction, see contracts/libraries/DotEvidenceLib.sol. */
const MAX_LANES = 8192;

/** Blocks of one call: 64 KB of lanes, half of what nodes take in a transaction. */
const BLOCKS_A_CALL = 8;

/** The struct of contracts/types/BlockPair.sol. */
export type BlockPair = {
  readonly a: Hex;
  readonly b: Hex;
  readonly aProof: readonly Hex[];
  readonly bProof: readonly Hex[];
};

/** A step of a dot product too long for one transaction. Anybody may have taken it before. */
export type AccumulateCall = {
  readonly prover: "dots";
  readonly method: "accumulate";
  /** Root of a, root of b, their lanes, the first block's index, the blocks. */
  readonly args: readonly [Hex, Hex, number, number, readonly BlockPair[]];
};

/** What shows `a · b` to a contract: the lanes for the proof itself, or none and the calls that must come before it, in order. */
export function dotEvidence(
  a: Int8Array,
  b: Int8Array,
): { readonly lanes: readonly [Hex, Hex]; readonly prepare: readonly AccumulateCall[] } {
  if (a.length <= MAX_LANES) return { lanes: [toHex(laneBytes(a)), toHex(laneBytes(b))], prepare: [] };

  const [left, right] = [vectorBlocks(a), vectorBlocks(b)];
  const [leftTree, rightTree] = [merkleTree(left.map(keccak)), merkleTree(right.map(keccak))];
  const pairs = left.map((block, i): BlockPair => ({
    a: toHex(block),
    b: toHex(right[i]!),
    aProof: merkleProof(leftTree, i),
    bProof: merkleProof(rightTree, i),
  }));
  const prepare: AccumulateCall[] = [];
  for (let first = 0; first < pairs.length; first += BLOCKS_A_CALL) {
    const blocks = pairs.slice(first, first + BLOCKS_A_CALL);
    prepare.push({
      prover: "dots",
      method: "accumulate",
      args: [leftTree.root, rightTree.root, a.length, first, blocks],
    });
  }
  return { lanes: ["0x", "0x"], prepare };
}
