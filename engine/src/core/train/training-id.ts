import type { Hex } from "../hash/hex.js";
import { canonicalJson } from "../json/canonical-json.js";
import { InvalidInputError } from "../errors.js";
import { keccak, keccakText } from "../hash/keccak.js";
import { PROTOCOL_START } from "./initial-lanes.js";
import type { Recipe, TrainingPlan } from "./plan.js";

/** Everything that trainings which differ only in their cells' weights have in common. */
export type TrainingContext = {
  /** Keccak of the base checkpoint and of the engine's kernels. */
  readonly base: Hex;
  readonly engine: Hex;
  readonly recipe: Recipe;
  readonly seed: Hex;
  /** Keccak of each cell's bytes. */
  readonly cells: readonly Hex[];
};

/** The context of a plan. Throws {@link InvalidInputError} for one with a start of its own, which a context does not hold. */
export function contextOf(
  { cells, seed, recipe, start }: TrainingPlan,
  { base, engine }: { readonly base: Hex; readonly engine: Hex },
): TrainingContext {
  if (start !== undefined)
    throw new InvalidInputError("expected a plan from the protocol's start, got one with its own");
  return { base, engine, recipe: recipeFields(recipe), seed: seed as Hex, cells: cells.map(keccak) };
}

/** Commits to the context and to where every adapter starts: keccak of their canonical JSON. */
export function contextHash({ base, engine, recipe, seed, cells }: TrainingContext): Hex {
  const start = PROTOCOL_START;
  return keccakText(canonicalJson({ base, engine, recipe: recipeFields(recipe), start, seed, cells }));
}

/**
 * The name of a training: keccak of the canonical JSON of its context's hash and its weights, hence of everything that its bytes are a
 * function of. Equal names, equal bytes.
 */
export function trainingId(context: Hex, weights: readonly number[]): Hex {
  return keccakText(canonicalJson({ context, weights }));
}

/** The fields that a training reads, and no others that a model's recipe holds beside them. */
export function recipeFields({ epochs, batch, rate, lora, optimizer }: Recipe): Recipe {
  const { rank, alpha } = lora;
  const { beta1, beta2, epsilon, decay, clip } = optimizer;
  return { epochs, batch, rate, lora: { rank, alpha }, optimizer: { beta1, beta2, epsilon, decay, clip } };
}

/** All weights but that of one cell, which is 0. */
export function weightsWithout(weights: readonly number[], cell: number): number[] {
  return weights.map((weight, i) => (i === cell ? 0 : weight));
}
