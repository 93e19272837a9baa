import type { BatchContent } from "../ledger/compute-batch.js";
import { decodeBatchJson, encodeBatchJson } from "./batch-json.js";
import { decodeBundle, encodeBundle } from "./bundle.js";
import { requireFiles } from "./require-files.js";
import { floatTensor, laneTensor, readFloats, readLanes, type TensorCodec } from "./tensors.js";
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

/** The bundle's bytes: equal content, equal bytes. */
export function encodeBatchBundle({ content, scales, transcripts }: BatchBundle, codec: TensorCodec): Uint8Array {
  const tensors = new Map([
    ["queries", laneTensor(content.queries)],
    ["scales", floatTensor(scales)],
  ]);
  const files = new Map([
    [BATCH, encodeBatchJson(content)],
    [QUERIES, codec.encode({ tensors, metadata: {} })],
  ]);
  if (transcripts) files.set(TRANSCRIPTS, encodeTranscriptsJson(transcripts));
  return encodeBundle(files);
}

/** Reads a batch bundle, right or wrong in its numbers. Throws BadBundleError, MalformedDataError, BadTensorError, and the codec's. */
export function decodeBatchBundle(bytes: Uint8Array, codec: TensorCodec): BatchBundle {
  const files = requireFiles(decodeBundle(bytes), [BATCH, QUERIES], [TRANSCRIPTS]);
  const batch = decodeBatchJson(files.get(BATCH)!);
  const { tensors } = codec.decode(files.get(QUERIES)!);
  const transcripts = files.get(TRANSCRIPTS);
  return {
    content: { ...batch, queries: readLanes(tensors, "queries") },
    scales: readFloats(tensors, "scales", batch.rows.length),
    transcripts: transcripts && decodeTranscriptsJson(transcripts),
  };
}
