import { closeSync, fstatSync, readSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";

import { BaseError } from "../../core/errors.js";
import type { Hex } from "../../core/hash/hex.js";
import { chunkOf } from "../../core/bundle/pieces.js";
import { NODE_BYTES, proofFromNodes } from "../../core/spans/chunk-nodes.js";
import { CONTRIBUTION_BYTES, decodeContribution, nodesOfAll } from "../../core/spans/contribution-table.js";
import type { TextPlace } from "../../core/spans/find-spans.js";
import { decodeIndexJson, type SpanIndexJson } from "../../core/spans/index-json.js";
import type { SpanSource } from "../../core/spans/prove-span.js";
import { chunkAt, SEPARATOR, type Shard } from "../../core/spans/shard.js";
import { BlockCache, openPart, partError, SpanIndexCorruptError } from "./block-file.js";
import { type FileShard, openShard } from "./file-shard.js";
import { CONTRIBUTIONS, INDEX_JSON, NODES, shardName } from "./index-files.js";

/** Bytes of blocks that an open index keeps in memory. */
const CACHE_BYTES = 64 * 2 ** 20;

/** An open index. Its shards can be searched until it is closed. */
export type SpanIndex = {
  readonly shards: readonly Shard[];
  readonly byteCounts: readonly bigint[];
  /** The chunk that stands at a place of a shard, and the proof that it belongs to its contribution. */
  readonly source: (place: TextPlace) => SpanSource;
  readonly close: () => void;
};

/**
 * Opens the index of a Datanet version. What is not needed yet is not read.
 * @throws {@link SpanIndexMissingError}, {@link SpanIndexCorruptError} also from its shards' functions.
 */
export async function openSpanIndex(
  directory: string,
  { versionRoot, cacheBytes = CACHE_BYTES }: { readonly versionRoot: Hex; readonly cacheBytes?: number },
): Promise<SpanIndex> {
  const index = await readIndexJson(path.join(directory, INDEX_JSON));
  if (index.versionRoot !== versionRoot) {
    throw new SpanIndexCorruptError(directory, `the index of version ${versionRoot}`);
  }
  const contributions = await readContributions(path.join(directory, CONTRIBUTIONS), index);
  const cache = new BlockCache(cacheBytes);
  const shards: FileShard[] = [];
  const nodes = openNodes(path.join(directory, NODES), nodesOfAll(contributions));
  const close = (): void => {
    for (const each of [nodes, ...shards]) each.close();
  };
  try {
    for (const [place, shard] of index.shards.entries()) {
      shards.push(openShard(path.join(directory, shardName(place)), shard, cache));
    }
  } catch (cause) {
    close();
    throw cause;
  }

  const source = ({ shard, at }: TextPlace): SpanSource => {
    const { start, contribution, index: chunkIndex } = chunkAt(shards[shard]!, at);
    const chunk = readChunk(shards[shard]!, start);
    const { contributionId, firstNode, chunkCount } = decodeContribution(contributions, contribution);
    const proof = proofFromNodes({ index: chunkIndex, chunkCount }, (node) => nodes.read(firstNode + node));
    return { chunk, offset: at - start, proof: { contributionId, ...chunkOf(chunk), index: chunkIndex, proof } };
  };
  return { shards, byteCounts: index.byteCounts, source, close };
}

async function readIndexJson(file: string): Promise<SpanIndexJson> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") throw new SpanIndexMissingError(file, cause);
    throw cause; // no permission, no disk: not ours to explain
  });
  try {
    return decodeIndexJson(new Uint8Array(bytes));
  } catch (cause) {
    throw new SpanIndexCorruptError(file, "the content that its format demands", cause);
  }
}

/** The chunk that begins at `start`: up to the separator, which the text ends with. */
function readChunk(shard: Shard, start: number): Uint8Array {
  const bytes: number[] = [];
  for (let at = start; shard.byte(at) !== SEPARATOR; at++) bytes.push(shard.byte(at));
  return Uint8Array.from(bytes);
}

/** The table of contributions, held to what index.json says of it. */
async function readContributions(file: string, { contributions: { count, crc } }: SpanIndexJson): Promise<Uint8Array> {
  const table = await readFile(file).catch((cause: unknown) => {
    throw partError(file, cause);
  });
  const isRight = table.length === count * CONTRIBUTION_BYTES && crc32(table) === crc;
  if (!isRight) throw new SpanIndexCorruptError(file, `${count} contributions of CRC-32 ${crc}`);
  return table;
}

/** The file of all contributions' tree nodes. It needs no checks: a proof from wrong nodes proves nothing. */
function openNodes(file: string, count: number) {
  const descriptor = openPart(file);
  const size = count * NODE_BYTES;
  if (fstatSync(descriptor).size !== size) {
    closeSync(descriptor);
    throw new SpanIndexCorruptError(file, `${size} bytes`);
  }
  return {
    read: (place: number): Uint8Array => {
      const node = new Uint8Array(NODE_BYTES);
      readSync(descriptor, node, 0, NODE_BYTES, place * NODE_BYTES);
      return node;
    },
    close: () => closeSync(descriptor),
  };
}

/** No index stands there yet. */
export class SpanIndexMissingError extends BaseError {
  readonly code = "CONTENT_SPANS_MISSING";

  constructor(file: string, cause: unknown) {
    super(`Expected the span index ${file}, found none. Build it first.`, { cause });
  }
}
