import { concatBytes } from "@noble/hashes/utils.js";

import type { PublishedModel } from "../audit/manifest-case.js";
import type { LaneMatrix } from "../ledger/lanes.js";
import { encodeDirectory, type TensorShape } from "../safetensors-header.js";
import { decodeSafetensors } from "../safetensors.js";
import { laneBytes } from "../tree/vector-root.js";
import { decodeBundle, encodeBundleHeader } from "./bundle.js";
import { decodeManifestJson, encodeManifestJson } from "./manifest-json.js";
import { requireFiles } from "./require-files.js";
import { floatTensor, laneTensor, readFloats, readLanes } from "./tensors.js";

/** Everything a model is published with. `adapter` are the bytes of the LoRA's safetensors file, whose keccak is `weightsHash`. */
export type ModelBundle = PublishedModel & {
  readonly adapter: Uint8Array;
  /** `heldOutScales[v]` turns held-out vector v back into floats. */
  readonly heldOutScales: Float32Array;
};

const ADAPTER = "adapter.safetensors";
const MANIFEST = "manifest.json";
const RESPONSES = "responses.safetensors";

const VECTORS_FORMAT = "openledger-responses-v1";

/** The bundle's bytes: equal content, equal bytes. */
export function encodeModelBundle(model: ModelBundle): Uint8Array {
  return concatBytes(encodeModelBundleHead(model), laneBytes(model.responses.data));
}

/**
 * A bundle's bytes but for its responses, which come last, row after row: of a model whose responses are too many to hold they are
 * written as they are read.
 */
export function encodeModelBundleHead(
  model: Omit<ModelBundle, "responses"> & { readonly responses: Pick<LaneMatrix, "rows" | "lanes"> },
): Uint8Array {
  const { rows, lanes } = model.responses;
  const small = new Map([
    ["held_out", laneTensor(model.heldOut)],
    ["held_out_scales", floatTensor(model.heldOutScales)],
  ]);
  const shapes = new Map<string, TensorShape>([...small, ["responses", { dtype: "I8", shape: [rows, lanes] }]]);
  const directory = encodeDirectory(shapes, { format: VECTORS_FORMAT });
  const vectors = concatBytes(directory.bytes, ...directory.names.slice(0, -1).map((name) => small.get(name)!.data));

  const files = new Map([
    [ADAPTER, model.adapter],
    [MANIFEST, encodeManifestJson(model.manifest)],
    [RESPONSES, vectors],
  ]);
  const lengths = new Map([...files].map(([name, { length }]) => [name, length]));
  const { header, names } = encodeBundleHeader(lengths.set(RESPONSES, vectors.length + rows * lanes));
  return concatBytes(header, ...names.map((name) => files.get(name)!));
}

/** Reads a model bundle, right or wrong in its numbers. Throws BadBundleError, MalformedDataError, BadTensorError, SafetensorsError. */
export function decodeModelBundle(bytes: Uint8Array): ModelBundle {
  const files = requireFiles(decodeBundle(bytes), [ADAPTER, MANIFEST, RESPONSES], []);
  const manifest = decodeManifestJson(files.get(MANIFEST)!);
  const { tensors } = decodeSafetensors(files.get(RESPONSES)!);
  return {
    adapter: files.get(ADAPTER)!,
    manifest,
    responses: readLanes(tensors, "responses"),
    heldOut: readLanes(tensors, "held_out"),
    heldOutScales: readFloats(tensors, "held_out_scales", manifest.versions.length),
  };
}
