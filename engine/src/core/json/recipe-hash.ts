import type { Hex } from "../hash/hex.js";
import { keccakText } from "../hash/keccak.js";
import { canonicalJson, type Json } from "./canonical-json.js";

/** `Manifest.recipeHash`: keccak of the recipe's canonical JSON. */
export function recipeHash(recipe: { readonly [key: string]: Json }): Hex {
  return keccakText(canonicalJson(recipe, "recipe"));
}
