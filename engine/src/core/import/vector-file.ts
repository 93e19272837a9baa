import type { TensorDirectory, TensorEntry } from "../safetensors-header.js";
import { ImportError } from "./import-error.js";
import { isPlainHash } from "./plain-hash.js";
import { VECTOR_DTYPES, type VectorDtype } from "./row-reader.js";
import { parseVersionNames, type VersionName } from "./version-names.js";

/** A matrix of vectors in a file, and where the scales of its integers are; floats need none. */
export type VectorTensor = Omit<TensorEntry, "dtype"> & {
  readonly dtype: VectorDtype;
  readonly rows: number;
  readonly lanes: number;
  readonly scales: TensorEntry | undefined;
};

/** `queries.safetensors` as its header describes it (docs/file-formats.md, "Vectors from elsewhere"). */
export type QueriesFile = {
  readonly vectors: VectorTensor;
  /** U8 [rows, 32]. */
  readonly subjects: TensorEntry;
  readonly weightsSha256: string;
};

/** `responses.safetensors`, likewise. */
export type ResponsesFile = {
  readonly vectors: VectorTensor;
  readonly metadata: ResponsesMetadata;
};

/** Where responses come from, in their trainer's words. Hashes of files are SHA-256, as model hubs publish it. */
export type ResponsesMetadata = {
  readonly versions: readonly VersionName[];
  readonly cellBytes: number;
  readonly cellsRoot: string;
  readonly method: string;
  readonly damping: string;
  readonly trainer: string;
  readonly codeSha256: string;
  readonly weightsSha256: string;
  /** Empty where the model was trained from nothing. */
  readonly baseSha256: string;
};

export const RESPONSES_FORMAT = "openledger-import-responses-v1";
export const QUERIES_FORMAT = "openledger-import-queries-v1";
const SUBJECT_BYTES = 32;

/** Throws {@link ImportError} FORMAT, TENSOR. */
export function responsesFile({ entries, metadata }: TensorDirectory): ResponsesFile {
  requireFormat(metadata, RESPONSES_FORMAT);
  requireTensors(entries, ["responses", "response_scale"]);
  const vectors = vectorTensor(entries, "responses", { name: "response_scale", count: () => 1 });
  return {
    vectors,
    metadata: {
      versions: metadataVersions(metadata),
      cellBytes: metadataCount(metadata, "cellBytes"),
      cellsRoot: metadataText(metadata, "cellsRoot"),
      method: metadataText(metadata, "method"),
      damping: metadataText(metadata, "damping"),
      trainer: metadataText(metadata, "trainer"),
      codeSha256: metadataHash(metadata, "codeSha256"),
      weightsSha256: metadataHash(metadata, "weightsSha256"),
      baseSha256: metadata["baseSha256"] === undefined ? "" : metadataHash(metadata, "baseSha256"),
    },
  };
}

/** Throws {@link ImportError} FORMAT, TENSOR. */
export function queriesFile({ entries, metadata }: TensorDirectory): QueriesFile {
  requireFormat(metadata, QUERIES_FORMAT);
  requireTensors(entries, ["queries", "query_scales", "subjects"]);
  const vectors = vectorTensor(entries, "queries", { name: "query_scales", count: ({ rows }) => rows });
  const subjects = entries.find(({ name }) => name === "subjects");
  requireShape(subjects, { name: "subjects", dtype: "U8", shape: [vectors.rows, SUBJECT_BYTES] });
  return { vectors, subjects, weightsSha256: metadataHash(metadata, "weightsSha256") };
}

function vectorTensor(
  entries: readonly TensorEntry[],
  name: string,
  scales: { readonly name: string; readonly count: (shape: { readonly rows: number }) => number },
): VectorTensor {
  const entry = entries.find((each) => each.name === name);
  const [rows = 0, lanes = 0] = entry?.shape ?? [];
  if (!isVectors(entry) || entry.shape.length !== 2 || rows === 0 || lanes === 0) {
    throw new ImportError("TENSOR", {
      expected: `${name} as ${VECTOR_DTYPES.join(", ")} of at least one row and one lane`,
      given: shown(entry),
      todo: "Write one row a vector, all of the same lanes.",
    });
  }
  const scale = entries.find((each) => each.name === scales.name);
  if (entry.dtype === "F32") {
    if (scale === undefined) return { ...entry, rows, lanes, scales: undefined };
    throw new ImportError("TENSOR", {
      expected: `no ${scales.name} beside floats`,
      given: shown(scale),
      todo: "Leave it out: floats are quantised here.",
    });
  }
  requireShape(scale, { name: scales.name, dtype: "F32", shape: [scales.count({ rows })] });
  return { ...entry, rows, lanes, scales: scale };
}

function isVectors(entry: TensorEntry | undefined): entry is TensorEntry & { readonly dtype: VectorDtype } {
  return entry !== undefined && (VECTOR_DTYPES as readonly string[]).includes(entry.dtype);
}

function requireShape(
  entry: TensorEntry | undefined,
  expected: { readonly name: string; readonly dtype: string; readonly shape: readonly number[] },
): asserts entry is TensorEntry {
  if (entry?.dtype === expected.dtype && entry.shape.join() === expected.shape.join()) return;
  throw new ImportError("TENSOR", {
    expected: `${expected.name} as ${expected.dtype} [${expected.shape.join(", ")}]`,
    given: shown(entry),
    todo: "See docs/file-formats.md.",
  });
}

function requireTensors(entries: readonly TensorEntry[], known: readonly string[]): void {
  const unknown = entries.find(({ name }) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ImportError("TENSOR", {
    expected: `no tensors but ${known.join(", ")}`,
    given: unknown.name,
    todo: "Leave it out: what is not read is not checked.",
  });
}

function requireFormat({ format }: TensorDirectory["metadata"], expected: string): void {
  if (format === expected) return;
  throw new ImportError("FORMAT", {
    expected: `metadata with format ${expected}`,
    given: format ?? "none",
    todo: "See docs/file-formats.md, Vectors from elsewhere.",
  });
}

function metadataVersions(metadata: TensorDirectory["metadata"]): readonly VersionName[] {
  const text = metadataText(metadata, "versions");
  const names = parseVersionNames(text);
  if (names !== undefined) return names;
  throw new ImportError("FORMAT", {
    expected: "versions like 1:1,2:3 (Datanet:version), one of each Datanet",
    given: text.slice(0, 80),
    todo: "Name the frozen versions that the model was trained on.",
  });
}

function metadataCount(metadata: TensorDirectory["metadata"], key: string): number {
  const text = metadataText(metadata, key);
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new ImportError("FORMAT", {
    expected: `${key} as a whole number from 1`,
    given: text.slice(0, 80),
    todo: "Copy it from the file that `npx hardhat model cells` writes.",
  });
}

function metadataText(metadata: TensorDirectory["metadata"], key: string): string {
  const text = metadata[key];
  if (text !== undefined && text !== "") return text;
  throw new ImportError("FORMAT", {
    expected: `metadata that says its ${key}`,
    given: "none",
    todo: "Vectors without a provenance are nobody's: see docs/file-formats.md.",
  });
}

function metadataHash(metadata: TensorDirectory["metadata"], key: string): string {
  const hash = metadataText(metadata, key);
  if (isPlainHash(hash)) return hash;
  throw new ImportError("FORMAT", {
    expected: `${key} as 64 lower-case hex digits`,
    given: hash.slice(0, 80),
    todo: "Write what `sha256sum` prints.",
  });
}

function shown(entry: TensorEntry | undefined): string {
  return entry === undefined ? "no such tensor" : `${entry.name} as ${entry.dtype} [${entry.shape.join(", ")}]`;
}
