import type { Hex } from "../hash/hex.js";
import type { Cell, ContributionCells, Entry } from "../hash/structs.js";
import type { Json } from "../json/canonical-json.js";
import { fromJsonBytes, toJsonBytes } from "../json/json-bytes.js";
import {
  hash,
  isPlainObject,
  list,
  literal,
  MalformedDataError,
  pair,
  type Parser,
  record,
  uintNumber,
  uintString,
} from "../json/parsers.js";
import { entryParser } from "./batch-json.js";

const MANIFEST_FORMAT = "openledger-manifest-v1";

/** Where a chunk stands: its contribution and its index there. */
export type ChunkRef = readonly [contributionId: bigint, chunkIndex: number];

/** A cell and the chunks it was trained on. */
export type TrainedCell = Cell & { readonly chunks: readonly ChunkRef[] };

/** A Datanet version of the manifest, and the chunks that were held out of training. */
export type TrainedVersion = {
  readonly datanetId: bigint;
  readonly version: number;
  readonly heldOutRoot: Hex;
  readonly heldOut: readonly ChunkRef[];
};

export type Recipe = { readonly [key: string]: Json };

/** The content of `manifest.json`. */
export type ManifestJson = {
  readonly contributions: readonly ContributionCells[];
  readonly cells: readonly TrainedCell[];
  readonly defaults: readonly Entry[];
  readonly versions: readonly TrainedVersion[];
  readonly recipe: Recipe;
  /** IEEE-754 bits of the float32 scale common to all responses. */
  readonly responseScaleBits: number;
};

const chunkRef: Parser<ChunkRef> = pair(uintString(256), uintNumber(32));

const recipe: Parser<Recipe> = (value, path) => {
  if (isPlainObject(value) && Object.keys(value).length > 0) return value as Recipe; // JSON.parse gives nothing but Json
  throw new MalformedDataError(path, "an object with the recipe's settings", value);
};

const manifestParser = record<ManifestJson & { readonly format: string }>({
  format: literal(MANIFEST_FORMAT),
  contributions: list(
    record<ContributionCells>({
      contributionId: uintString(256),
      firstCell: uintNumber(32),
      cellCount: uintNumber(32),
    }),
    1,
  ),
  cells: list(
    record<TrainedCell>({
      contribution: uintNumber(32),
      weight: uintString(64),
      vectorRoot: hash,
      chunks: list(chunkRef, 1),
    }),
    1,
  ),
  defaults: list(entryParser, 1),
  versions: list(
    record<TrainedVersion>({
      datanetId: uintString(256),
      version: uintNumber(32),
      heldOutRoot: hash,
      heldOut: list(chunkRef, 1),
    }),
    1,
  ),
  recipe,
  responseScaleBits: uintNumber(32),
});

export function encodeManifestJson(manifest: ManifestJson): Uint8Array {
  return toJsonBytes({
    format: MANIFEST_FORMAT,
    contributions: manifest.contributions.map(({ contributionId, firstCell, cellCount }) => ({
      contributionId,
      firstCell,
      cellCount,
    })),
    cells: manifest.cells.map(({ contribution, weight, vectorRoot, chunks }) => ({
      contribution,
      weight,
      vectorRoot,
      chunks,
    })),
    defaults: manifest.defaults.map(({ cell, share }) => ({ cell, share })),
    versions: manifest.versions.map(({ datanetId, version, heldOutRoot, heldOut }) => ({
      datanetId,
      version,
      heldOutRoot,
      heldOut,
    })),
    recipe: manifest.recipe,
    responseScaleBits: manifest.responseScaleBits,
  });
}

/** Reads `manifest.json`. Throws {@link MalformedDataError}. */
export function decodeManifestJson(bytes: Uint8Array): ManifestJson {
  const { contributions, cells, defaults, versions, recipe, responseScaleBits } = manifestParser(
    fromJsonBytes(bytes, "manifest.json"),
    "manifest.json",
  );
  return { contributions, cells, defaults, versions, recipe, responseScaleBits };
}
