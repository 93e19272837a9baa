import type { Entry } from "../../../engine/src/core/hash/structs.js";
import { compareEntries, rowEntries, topEntries } from "../../../engine/src/core/ledger/entries.js";
import type { LedgerModel } from "../../../engine/src/core/ledger/model.js";
import { positivePart } from "../../../engine/src/core/ledger/score.js";

/** Ways to turn an answer's scores and the cells' quality weights into the entries that are paid. All in integers. */
export const RULES = ["every", "top", "gate", "protocol", "others", "square"] as const;
export type Rule = (typeof RULES)[number];

export const RULE_TITLES: Readonly<Record<Rule, string>> = {
  every: "every positive score",
  top: "16 highest positive scores",
  gate: "16 highest, if w > 0",
  protocol: "16 highest of score · w: **the rule**",
  others: "the rule, w by others",
  square: "16 highest of score² · w",
};

/** @param cells.weights those of the rule: {@link weightsOf}. */
export function entriesBy(
  rule: Rule,
  { scores, weights }: { readonly scores: readonly number[]; readonly weights: readonly bigint[] },
): Entry[] {
  const positive = scores.map(positivePart);
  switch (rule) {
    case "every":
      return positive
        .map((share, cell) => ({ cell, share }))
        .filter(({ share }) => share > 0n)
        .sort(compareEntries);
    case "top":
      return topEntries(positive);
    case "gate":
      return topEntries(positive.map((share, cell) => (weights[cell]! > 0n ? share : 0n)));
    case "protocol":
    case "others":
      return rowEntries(scores, weights);
    case "square":
      return topEntries(positive.map((share, cell) => share * share * weights[cell]!));
  }
}

/** The quality weights that a rule uses. */
export function weightsOf(
  rule: Rule,
  {
    model,
    weightsByOthers,
  }: { readonly model: Pick<LedgerModel, "cells">; readonly weightsByOthers: readonly bigint[] },
): readonly bigint[] {
  return rule === "others" ? weightsByOthers : model.cells.map(({ weight }) => weight);
}
