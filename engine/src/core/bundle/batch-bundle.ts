import type { BatchContent } from "../ledger/compute-batch.js";
import { decodeSafetensors, encodeSafetensors } from "../safetensors.js";
import { decodeBatchJson, encodeBatchJson } from "./batch-json.js";
import { decodeBundle, encodeBundle } from "./bundle.js";
import { fileOf } from "./file-of.js";
import { laneTensor, lanesFrom, scalesFrom, scaleTensor } from "./lane-tensors.js";
import { decodeTranscriptsJson, encodeTranscriptsJson, type Transcript } from "./transcripts-json.js";

const QUERIES_FORMAT = "openledger-queries-v1";

/** What is published with a batch. `scales[r]` is the float32 scale of the query vector of row r. */
export type BatchBundle = {
  readonly content: BatchContent;
  readonly scales: readonly number[];
  /** Only where prompts are public. */
  readonly transcripts?: readonly Transcript[];
};

/** The one file under a batch's `dataHash` (docs/file-formats.md). */
export function encodeBatchBundle({ content, scales, transcripts }: BatchBundle): Uint8Array {
  const queries = encodeSafetensors({
    tensors: new Map([
      ["queries", laneTensor(content.queries)],
      ["scales", scaleTensor(scales)],
    ]),
    metadata: { format: QUERIES_FORMAT },
  });
  const files = new Map([
    ["batch.json", encodeBatchJson(content)],
    ["queries.safetensors", queries],
  ]);
  if (transcripts !== undefined) files.set("transcripts.json", encodeTranscriptsJson(transcripts));
  return encodeBundle(files);
}

/** Reads a batch bundle: whole in its form, right or wrong in its numbers. Throws what its parsers throw. */
export function decodeBatchBundle(bytes: Uint8Array): BatchBundle {
  const files = decodeBundle(bytes);
  const batch = decodeBatchJson(fileOf(files, "batch.json"));
  const tensors = decodeSafetensors(fileOf(files, "queries.safetensors"));
  const queries = lanesFrom(tensors, "queries");
  const scales = scalesFrom(tensors, "scales", queries.rows);
  const transcripts = files.get("transcripts.json");
  const content = { ...batch, queries };
  return transcripts === undefined
    ? { content, scales }
    : { content, scales, transcripts: decodeTranscriptsJson(transcripts) };
}
