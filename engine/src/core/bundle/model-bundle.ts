import type { PublishedModel } from "../audit/manifest-case.js";
import { decodeSafetensors, encodeSafetensors } from "../safetensors.js";
import { decodeBundle, encodeBundle } from "./bundle.js";
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
  const tensors = new Map([
    ["responses", laneTensor(model.responses)],
    ["held_out", laneTensor(model.heldOut)],
    ["held_out_scales", floatTensor(model.heldOutScales)],
  ]);
  return encodeBundle(
    new Map([
      [ADAPTER, model.adapter],
      [MANIFEST, encodeManifestJson(model.manifest)],
      [RESPONSES, encodeSafetensors({ tensors, metadata: { format: VECTORS_FORMAT } })],
    ]),
  );
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
