import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";

import type { Hex } from "../../core/hash/hex.js";
import type { TreeHasher } from "../../core/spans/chunk-nodes.js";
import { encodeContributions, type IndexedContribution } from "../../core/spans/contribution-table.js";
import { encodeIndexJson, type IndexedShard, type SpanIndexJson } from "../../core/spans/index-json.js";
import { SEPARATOR, type SuffixSorter } from "../../core/spans/shard.js";
import { ShardDraft } from "../../core/spans/shard-draft.js";
import type { SpanContribution } from "../../core/spans/span-contribution.js";
import { writeAtomically } from "../store/write-atomically.js";
import { contributionTree } from "./contribution-tree.js";
import { CONTRIBUTIONS, INDEX_JSON, NODES, shardName } from "./index-files.js";
import { writeShard } from "./write-shard.js";

/** The most text of one shard: 16 MB sort fastest, and take about 120 MB of memory. */
const SHARD_BYTES = 16 * 2 ** 20;

const BYTE_VALUES = 256;

/** What an index is built with: see loadSuffixSorter and loadTreeHasher. */
export type SpanBuildTools = {
  readonly sortSuffixes: SuffixSorter;
  readonly hashTree: TreeHasher;
  readonly shardBytes?: number;
};

/**
 * Builds the index of a Datanet version in `directory`, whole or not at all: beside it first, then renamed. Holds one shard and one
 * contribution in memory, whatever the size of the whole. Where an index stands already, it stays.
 * @param contributions in the order in which they are to be found. Throws CorruptContentError for one that its root does not belong to.
 */
export async function buildSpanIndex(
  directory: string,
  {
    versionRoot,
    contributions,
  }: { readonly versionRoot: Hex; readonly contributions: AsyncIterable<SpanContribution> },
  tools: SpanBuildTools,
): Promise<void> {
  const parent = path.dirname(directory);
  const temporary = path.join(parent, `.${path.basename(directory)}.${randomUUID()}.tmp`);
  await mkdir(temporary, { recursive: true });
  try {
    const content = await writeFiles(temporary, contributions, tools);
    await writeAtomically(path.join(temporary, INDEX_JSON), encodeIndexJson({ versionRoot, ...content }));
    await rename(temporary, directory).catch((cause: unknown) => {
      if (!isOccupied(cause)) throw cause; // else somebody else was faster, with the same bytes
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function writeFiles(
  directory: string,
  contributions: AsyncIterable<SpanContribution>,
  { sortSuffixes, hashTree, shardBytes = SHARD_BYTES }: SpanBuildTools,
): Promise<Omit<SpanIndexJson, "versionRoot">> {
  const indexed: IndexedContribution[] = [];
  const shards: IndexedShard[] = [];
  const byteCounts = new Float64Array(BYTE_VALUES); // whole numbers far below 2^53
  const draft = new ShardDraft(shardBytes);
  const close = async (): Promise<void> => {
    if (draft.chunks.length === 0) return;
    countBytes(draft.text, byteCounts);
    shards.push(await writeShard(path.join(directory, shardName(shards.length)), draft, sortSuffixes));
    draft.clear();
  };

  const nodesFile = await open(path.join(directory, NODES), "wx");
  try {
    for await (const contribution of contributions) {
      const { contributionId, root, voidChunks } = contribution;
      const { chunks, nodes } = contributionTree(contribution, hashTree);
      await nodesFile.writeFile(nodes);
      const voided = new Set(voidChunks);
      for (const [index, chunk] of chunks.entries()) {
        if (voided.has(index)) continue;
        if (!draft.fits(chunk.length)) await close();
        draft.add(chunk, { contribution: indexed.length, index });
      }
      indexed.push({ contributionId, root, chunkCount: chunks.length });
    }
    await close();
    await nodesFile.sync();
  } finally {
    await nodesFile.close();
  }
  const table = encodeContributions(indexed);
  await writeAtomically(path.join(directory, CONTRIBUTIONS), table);
  const described = { count: indexed.length, crc: crc32(table) };
  return { contributions: described, shards, byteCounts: Array.from(byteCounts, BigInt) };
}

/** Adds how often each byte stands in a shard's chunks. */
function countBytes(text: Uint8Array, counts: Float64Array): void {
  for (let at = 0; at < text.length; at++) counts[text[at]!]! += 1;
  counts[SEPARATOR] = 0; // stands in no chunk
}

function isOccupied(cause: unknown): boolean {
  return ["EEXIST", "ENOTEMPTY", "EPERM"].includes((cause as NodeJS.ErrnoException).code ?? "");
}
