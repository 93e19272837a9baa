import { DEFAULT_MODEL_RECIPE, type ModelRecipe } from "../../../engine/src/core/pipeline/train-model.js";
import { BadFileError } from "./read-file.js";
import { readJson } from "./read-json.js";

/** Reads a recipe; what the file leaves out is the default. Throws {@link BadFileError} for anything unknown. */
export async function readRecipe(file: string | undefined): Promise<ModelRecipe> {
  if (file === undefined) return DEFAULT_MODEL_RECIPE;
  const merged = merge(DEFAULT_MODEL_RECIPE, await readJson(file));
  if (merged === undefined) {
    throw new BadFileError(file, `numbers under some of ${Object.keys(DEFAULT_MODEL_RECIPE).join(", ")}`);
  }
  return merged as ModelRecipe; // of the defaults' shape
}

/** The defaults with the given numbers in their places, undefined when the given has another shape. */
function merge(defaults: object, given: unknown): object | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const merged: Record<string, unknown> = { ...defaults };
  for (const [name, value] of Object.entries(given)) {
    const current = merged[name];
    const next: unknown = typeof current === "object" && current !== null ? merge(current, value) : value;
    if (current === undefined || next === undefined || typeof next !== typeof current) return undefined;
    merged[name] = next;
  }
  return merged;
}
