import { type Hex, toHex } from "../../core/hash/hex.js";
import { ImportError } from "../../core/import/import-error.js";
import type { ImportedRecipe } from "../../core/import/imported-recipe.js";
import { type QueriesFile, queriesFile } from "../../core/import/vector-file.js";
import { TensorReader } from "./tensor-reader.js";
import { rowsOnOwnScales } from "./vector-rows.js";

/** A query vector as the ledger takes it. Value ≈ lane · scale. */
export type ImportedQuery = { readonly lanes: Int8Array; readonly scale: number };

/** The queries of a file, by what they are of: an answer's request hash, or the root of a version's log for its held-out text. */
export type ImportedQueries = {
  /** Throws {@link ImportError} SUBJECT for one that the file does not have. */
  readonly vectorOf: (subject: Hex) => ImportedQuery;
};

/** Reads a file of queries, on the lanes that the model's manifest chose. Throws {@link ImportError}, SafetensorsError. */
export async function readQueries(file: string, recipe: ImportedRecipe): Promise<ImportedQueries> {
  const reader = await TensorReader.open(file);
  try {
    const header = queriesFile(reader.directory);
    requireOf(header, recipe);
    const subjects = readSubjects(await reader.read(header.subjects));
    const queries = new Map<Hex, ImportedQuery>();
    const source = { reader, vectors: header.vectors, choice: recipe.lanes };
    for await (const { row, lanes, scale } of rowsOnOwnScales(source)) {
      queries.set(subjects[row]!, { lanes: lanes.slice(), scale });
    }
    await reader.requireUnchanged();
    return { vectorOf: (subject) => queries.get(subject) ?? refuseMissing(subject, file) };
  } finally {
    await reader.close();
  }
}

function requireOf({ vectors, weightsSha256 }: QueriesFile, recipe: ImportedRecipe): void {
  if (weightsSha256 !== recipe.weightsSha256) {
    throw new ImportError("HASH", {
      expected: `queries of the model whose weights have SHA-256 ${recipe.weightsSha256}`,
      given: weightsSha256,
      todo: "Compute them with the weights that the responses belong to.",
    });
  }
  if (vectors.lanes === recipe.lanes.of) return;
  throw new ImportError("LANES", {
    expected: `queries of ${String(recipe.lanes.of)} lanes, as the responses have`,
    given: String(vectors.lanes),
    todo: "Lane i of a query and of a response must be the same weight.",
  });
}

function readSubjects(bytes: Uint8Array): readonly Hex[] {
  const subjects = Array.from({ length: bytes.length / 32 }, (_, i) => toHex(bytes.subarray(32 * i, 32 * i + 32)));
  const seen = new Set<Hex>();
  const doubled = subjects.find((subject) => seen.size === seen.add(subject).size);
  if (doubled === undefined) return subjects;
  throw new ImportError("SUBJECT", {
    expected: "one query a subject",
    given: `two of ${doubled}`,
    todo: "Two answers to one request differ by their request's salt.",
  });
}

function refuseMissing(subject: Hex, file: string): never {
  throw new ImportError("SUBJECT", {
    expected: `a query of ${subject} in ${file}`,
    given: "none",
    todo: "A subject is an answer's request hash, or the root of a version for its held-out text.",
  });
}
