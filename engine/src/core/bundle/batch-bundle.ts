import type { BatchContent } from "../ledger/compute-batch.js";
import { decodeBatchJson, encodeBatchJson } from "./batch-json.js";
import { decodeSafetensors, encodeSafetensors } from "../safetensors.js";
import { decodeBundle, encodeBundle } from "./bundle.js";
import { requireFiles } from "./require-files.js";
import { floatTensor, laneTensor, readFloats, readLanes } from "./tensors.js";
import { decodeTranscriptsJson, encodeTranscriptsJson, type Transcript } from "./transcripts-json.js";

/** Everything a batch is published with. `scales[r]` turns query r back into floats; transcripts only of public prompts. */
export type BatchBundle = {
  readonly content: BatchContent;
  readonly scales: Float32Array;
  readonly transcripts: readonly Transcript[] | undefined;
};

const BATCH = "batch.json";
const QUERIES = "queries.safetensors";
const TRANSCRIPTS = "transcripts.json";

const VECTORS_FORMAT = "openledger-queries-v1";

/** The bundle's bytes: equal content, equal bytes. */
export function encodeBatchBundle({ content, scales, transcripts }: BatchBundle): Uint8Array {
  const tensors = new Map([
    ["queries", laneTensor(content.queries)],
    ["scales", floatTensor(scales)],
  ]);
  const files = new Map([
    [BATCH, encodeBatchJson(content)],
    [QUERIES, encodeSafetensors({ tensors, metadata: { format: VECTORS_FORMAT } })],
  ]);
  if (transcripts) files.set(TRANSCRIPTS, encodeTranscriptsJson(transcripts));
  return encodeBundle(files);
}

/** Reads a batch bundle, right or wrong in its numbers. Throws BadBundleError, MalformedDataError, BadTensorError, SafetensorsError. */
export function decodeBatchBundle(bytes: Uint8Array): BatchBundle {
  const files = requireFiles(decodeBundle(bytes), [BATCH, QUERIES], [TRANSCRIPTS]);
  const batch = decodeBatchJson(files.get(BATCH)!);
  const { tensors } = decodeSafetensors(files.get(QUERIES)!);
  const transcripts = files.get(TRANSCRIPTS);
  return {
    content: { ...batch, queries: readLanes(tensors, "queries") },
    scales: readFloats(tensors, "scales", batch.rows.length),
    transcripts: transcripts && decodeTranscriptsJson(transcripts),
  };
}
