import { fromHex, type Hex, toHex } from "../hash/hex.js";
import { encodeWords } from "../hash/words.js";
import { nodeCount } from "./chunk-nodes.js";
import { decodeEntry, encodeEntries } from "./shard-sections.js";

/** A contribution of an index. */
export type IndexedContribution = {
  readonly contributionId: bigint;
  readonly root: Hex;
  /** All its chunks, whether indexed or void. */
  readonly chunkCount: number;
};

/** Bytes of one contribution in the table: id and root as words, then where its nodes begin, and how many chunks it has. */
export const CONTRIBUTION_BYTES = 72;

/** The contributions of an index, in the order of their chunks in the shards. They are read one by one: there may be many. */
export function encodeContributions(contributions: readonly IndexedContribution[]): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(contributions.length * CONTRIBUTION_BYTES);
  let firstNode = 0;
  for (const [place, { contributionId, root, chunkCount }] of contributions.entries()) {
    const at = place * CONTRIBUTION_BYTES;
    table.set(fromHex(encodeWords([contributionId, root])), at);
    table.set(encodeEntries([firstNode, chunkCount]), at + 64);
    firstNode += nodeCount(chunkCount);
  }
  return table;
}

/** The contribution at a place of the table, and where its nodes begin among those of all. */
export function decodeContribution(
  table: Uint8Array,
  place: number,
): IndexedContribution & { readonly firstNode: number } {
  const at = place * CONTRIBUTION_BYTES;
  return {
    contributionId: BigInt(toHex(table.subarray(at, at + 32))),
    root: toHex(table.subarray(at + 32, at + 64)),
    firstNode: decodeEntry(table, at + 64),
    chunkCount: decodeEntry(table, at + 68),
  };
}

/** How many nodes all contributions of a table have below their roots. */
export function nodesOfAll(table: Uint8Array): number {
  if (table.length === 0) return 0;
  const { firstNode, chunkCount } = decodeContribution(table, table.length / CONTRIBUTION_BYTES - 1);
  return firstNode + nodeCount(chunkCount);
}
