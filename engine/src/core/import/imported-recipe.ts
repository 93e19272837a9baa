import type { Recipe } from "../bundle/manifest-json.js";
import { list, literal, MalformedDataError, pair, type Parser, record, text, uintNumber } from "../json/parsers.js";
import { ImportError } from "./import-error.js";
import { type LaneChoice, requireLaneChoice } from "./lane-choice.js";
import { VECTOR_DTYPES, type VectorDtype } from "./row-reader.js";

const FORMAT = "openledger-imported-v1";

/** The only width that contracts multiply: docs/decisions/int8-on-chain.md. */
const WIDTH = "int8";

/** How the vectors of a model that was trained elsewhere came here: in place of a recipe that this engine could run. */
export type ImportedRecipe = {
  readonly format: typeof FORMAT;
  /** Whose word the responses are: e.g. `r0-influence`, and its damping. */
  readonly method: string;
  readonly damping: string;
  readonly trainer: string;
  readonly cellBytes: number;
  /** Of the cells that the responses were computed for, in their order. */
  readonly cellsRoot: string;
  readonly width: typeof WIDTH;
  readonly lanes: LaneChoice;
  /** How the responses were stored in the file; anything but I8 was quantised here, half away from zero, one scale for all. */
  readonly source: VectorDtype;
  readonly responsesSha256: string;
  readonly weightsSha256: string;
};

/** The recipe of an import. Throws {@link ImportError} WIDTH. */
export function importedRecipe(
  options: Omit<ImportedRecipe, "format" | "width"> & { readonly width: string },
): ImportedRecipe {
  const { width, ...recipe } = options;
  if (width === WIDTH) return { format: FORMAT, ...recipe, width };
  throw new ImportError("WIDTH", {
    expected: `a width of ${WIDTH}`,
    given: width,
    todo: "Contracts multiply int8 lanes only; files of F32 and I16 are quantised (docs/decisions/int8-on-chain.md).",
  });
}

const lanes: Parser<LaneChoice> = (value, path) => {
  const choice = record<LaneChoice>({ of: uintNumber(32), runs: list(pair(uintNumber(32), uintNumber(32)), 1) })(
    value,
    path,
  );
  requireLaneChoice(choice, JSON.stringify(value));
  return choice;
};

const source: Parser<VectorDtype> = (value, path) => {
  const found = VECTOR_DTYPES.find((dtype) => dtype === value);
  if (found === undefined) throw new MalformedDataError(path, VECTOR_DTYPES.join(" or "), value);
  return found;
};

const parser = record<ImportedRecipe>({
  format: literal(FORMAT),
  method: text,
  damping: text,
  trainer: text,
  cellBytes: uintNumber(32),
  cellsRoot: text,
  width: literal(WIDTH),
  lanes,
  source,
  responsesSha256: text,
  weightsSha256: text,
});

/** Whether a recipe says that its model was trained elsewhere: then nobody can run it again here. */
export function isImported(recipe: Recipe): boolean {
  return recipe["format"] === FORMAT;
}

/** Reads an imported model's recipe. Throws MalformedDataError, {@link ImportError} LANES. */
export function parseImportedRecipe(recipe: Recipe): ImportedRecipe {
  return parser(recipe, "recipe");
}
