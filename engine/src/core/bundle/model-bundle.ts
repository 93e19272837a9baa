import type { LaneMatrix } from "../ledger/lanes.js";
import { decodeSafetensors, encodeSafetensors } from "../safetensors.js";
import { decodeBundle, encodeBundle } from "./bundle.js";
import { fileOf } from "./file-of.js";
import { laneTensor, lanesFrom, scalesFrom, scaleTensor } from "./lane-tensors.js";
import { decodeManifestJson, encodeManifestJson, type ManifestJson } from "./manifest-json.js";

const RESPONSES_FORMAT = "openledger-responses-v1";

/** What is published with a model. */
export type ModelBundle = {
  readonly manifest: ManifestJson;
  /** The adapter's safetensors file, byte for byte: `weightsHash` is its keccak. */
  readonly adapterFile: Uint8Array;
  /** Row c is the response of cell c. */
  readonly responses: LaneMatrix;
  /** Row i is the held-out vector of version i. */
  readonly heldOut: LaneMatrix;
  readonly heldOutScales: readonly number[];
};

/** The one file under a manifest's `dataHash` (docs/file-formats.md). */
export function encodeModelBundle(model: ModelBundle): Uint8Array {
  const vectors = encodeSafetensors({
    tensors: new Map([
      ["responses", laneTensor(model.responses)],
      ["held_out", laneTensor(model.heldOut)],
      ["held_out_scales", scaleTensor(model.heldOutScales)],
    ]),
    metadata: { format: RESPONSES_FORMAT },
  });
  return encodeBundle(
    new Map([
      ["adapter.safetensors", model.adapterFile],
      ["manifest.json", encodeManifestJson(model.manifest)],
      ["responses.safetensors", vectors],
    ]),
  );
}

/** Reads a model bundle: whole in its form, right or wrong in its numbers. Throws what its parsers throw. */
export function decodeModelBundle(bytes: Uint8Array): ModelBundle {
  const files = decodeBundle(bytes);
  const vectors = decodeSafetensors(fileOf(files, "responses.safetensors"));
  const heldOut = lanesFrom(vectors, "held_out");
  return {
    manifest: decodeManifestJson(fileOf(files, "manifest.json")),
    adapterFile: fileOf(files, "adapter.safetensors"),
    responses: lanesFrom(vectors, "responses"),
    heldOut,
    heldOutScales: scalesFrom(vectors, "held_out_scales", heldOut.rows),
  };
}
