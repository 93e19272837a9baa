import { ROW } from "../hash/schemas.js";
import type { Row } from "../hash/structs.js";
import { encodeWords } from "../hash/words.js";
import { rowTree } from "../ledger/compute-batch.js";
import type { PublishedBatch } from "./audit-case.js";
import { findWrongNode, pairPreimages, type Preimages } from "./check-tree.js";
import type { RowNodeFault } from "./fault.js";

/** Bytes that a row's leaf is the hash of. */
const LEAF_BYTES = 256;

/**
 * The topmost node of the signed row tree that no tree over so many rows has, as far as its nodes are known: another number of rows was signed
 * than there are, or what stands after the last of them is not padding.
 * @param preimages from {@link rowPreimages}, {@link pairPreimages}, or both together.
 */
export function findRowNodeFault({ posted }: PublishedBatch, preimages: Preimages): RowNodeFault | undefined {
  const { rowRoot, rowCount } = posted.batch;
  const wrong = findWrongNode({ root: rowRoot, count: rowCount, leafBytes: LEAF_BYTES }, preimages);
  if (!wrong) return undefined;

  const { node, height, index, proof, preimage } = wrong;
  const call = { prover: "rowProver", method: "refuteRowNode", args: [posted, node, index, proof, preimage] } as const;
  return { proof: "row", reason: "not a tree of the rows", height, node: index, ...call };
}

/** Of the tree that published rows make. */
export function rowPreimages(rows: readonly Row[]): Preimages {
  if (rows.length === 0) return new Map();
  const { levels } = rowTree(rows);
  const leaves = rows.map((row, i) => [levels[0]![i]!, encodeWords([ROW.typeHash, ...ROW.encode(row)])] as const);
  return new Map([...pairPreimages(levels), ...leaves]);
}
