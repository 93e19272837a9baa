import type { Hex } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";
import { fromJsonBytes, toJsonBytes } from "../json/json-bytes.js";
import { hash, list, literal, MalformedDataError, record, uintNumber, uintString } from "../json/parsers.js";
import type { ShardSize } from "./shard-sections.js";

const FORMAT = "openledger-spans-v2";
const NAME = "index.json";
const BYTE_VALUES = 256;

/** A shard of an index, and the CRC-32 of its blocks' checks. */
export type IndexedShard = ShardSize & { readonly checksCrc: number };

/** The content of `index.json`: what the other files of an index are. */
export type SpanIndexJson = {
  /** Root of the Datanet version's log. */
  readonly versionRoot: Hex;
  /** How many records the table of contributions has, and its CRC-32. */
  readonly contributions: { readonly count: number; readonly crc: number };
  readonly shards: readonly IndexedShard[];
  /** How often each of 256 bytes stands in the indexed chunks. */
  readonly byteCounts: readonly bigint[];
};

const parser = record<SpanIndexJson & { readonly format: string; readonly contentHash: Hex }>({
  format: literal(FORMAT),
  versionRoot: hash,
  contributions: record<SpanIndexJson["contributions"]>({ count: uintNumber(32), crc: uintNumber(32) }),
  shards: list(record<IndexedShard>({ size: uintNumber(32), chunkCount: uintNumber(32), checksCrc: uintNumber(32) })),
  byteCounts: list(uintString(64), BYTE_VALUES),
  contentHash: hash,
});

export function encodeIndexJson(index: SpanIndexJson): Uint8Array {
  const content = contentOf(index);
  return toJsonBytes({ ...content, contentHash: keccak(toJsonBytes(content)) });
}

/** Reads `index.json`. Throws {@link MalformedDataError}, also where its content is not what its own hash says. */
export function decodeIndexJson(bytes: Uint8Array): SpanIndexJson {
  const { contentHash, versionRoot, contributions, shards, byteCounts } = parser(fromJsonBytes(bytes, NAME), NAME);
  const index = { versionRoot, contributions, shards, byteCounts };
  const expected = keccak(toJsonBytes(contentOf(index)));
  if (contentHash !== expected) throw new MalformedDataError(`${NAME}.contentHash`, expected, contentHash);
  return index;
}

function contentOf({ versionRoot, contributions, shards, byteCounts }: SpanIndexJson): object {
  return {
    format: FORMAT,
    versionRoot,
    contributions: { count: contributions.count, crc: contributions.crc },
    shards: shards.map(({ size, chunkCount, checksCrc }) => ({ size, chunkCount, checksCrc })),
    byteCounts,
  };
}
