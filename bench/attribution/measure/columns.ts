import type { Group } from "../study.js";
import type { Family } from "../weights.js";

/** Every column of the table, in its order; the names are the keys of `bench/results/attribution.json`. */
export const COLUMNS = [
  "ldsDrop50",
  "ldsDrop10",
  "ldsDrop2",
  "contributorLds",
  "looSpearman",
  "ldsCrossSeed",
  "mislabelAuc",
  "classAuc",
  "classRecall",
  "sourceTop1",
  "sourceTop3",
  "removalTop5",
  "payGarbage",
  "payTopic",
  "paySource",
  "incomeStability",
] as const;
export type Column = (typeof COLUMNS)[number];

/** Which columns a study that measures a group has. */
export const GROUPS: Readonly<Record<Group, readonly Column[]>> = {
  fidelity: ["ldsDrop50", "ldsDrop10", "ldsDrop2", "contributorLds", "looSpearman", "ldsCrossSeed"],
  corruption: ["mislabelAuc"],
  classes: ["classAuc", "classRecall", "sourceTop1", "sourceTop3"],
  pay: ["payGarbage", "payTopic", "paySource", "incomeStability"],
  removal: ["removalTop5"],
};

/** The subsets that a column is measured on. */
export const FAMILY_OF = {
  ldsDrop50: "drop50",
  ldsCrossSeed: "drop50",
  ldsDrop10: "drop10",
  ldsDrop2: "drop2",
  contributorLds: "contributors",
} as const satisfies Partial<Record<Column, Family>>;

/** Columns of one figure from all queries together, followed by its values on random draws of them. */
export const DRAWN: readonly Column[] = ["mislabelAuc", "incomeStability"];

/** A column's head, and what a figure in it says. */
export const HEADS: Readonly<Record<Column, { readonly head: string; readonly meaning: string }>> = {
  ldsDrop50: {
    head: "LDS, drop 50 %",
    meaning: "rank correlation over retrained random halves between the summed scores of the cells kept and −loss",
  },
  ldsDrop10: { head: "LDS, drop 10 %", meaning: "the same with a tenth of the cells dropped" },
  ldsDrop2: {
    head: "LDS, drop 2 %",
    meaning:
      "the same with a fiftieth dropped: one cell of 64, where exact leave-one-out is right by definition, or five of 256",
  },
  contributorLds: {
    head: "LDS, contributors",
    meaning: "the same with half of the contributors dropped, each with all cells",
  },
  looSpearman: {
    head: "leave-one-out ρ",
    meaning: "rank correlation over cells with the rise of the loss without the cell",
  },
  ldsCrossSeed: {
    head: "LDS across seeds",
    meaning: "drop 50 %: scores of models with other training seeds against the losses of one seed",
  },
  mislabelAuc: {
    head: "spoilt cells, AUC",
    meaning: "chance that a spoilt cell's mean score over the queries lies below an honest one's",
  },
  classAuc: { head: "Datanet, AUC", meaning: "chance that a cell of the query's Datanet scores above one of another" },
  classRecall: {
    head: "Datanet, recall",
    meaning: "share of the query's Datanet among as many best cells as it has",
  },
  sourceTop1: {
    head: "source first",
    meaning: "share of queries whose source contributor has the highest sum of scores, of 16",
  },
  sourceTop3: { head: "source in 3", meaning: "the same among the three highest" },
  removalTop5: {
    head: "top 5 % removed",
    meaning:
      "rise of the query's loss, in millinats a byte, when retrained without its best-scored twentieth of the cells",
  },
  payGarbage: {
    head: "paid to garbage",
    meaning: "share of the payments that reaches keyboard noise, a 17th of the cells",
  },
  payTopic: { head: "to the Datanet", meaning: "share that reaches cells of the query's Datanet" },
  paySource: { head: "to the source", meaning: "share that reaches the query's source contributor" },
  incomeStability: {
    head: "stable incomes",
    meaning: "rank correlation of the cells' incomes from one random half of the queries with those from the other",
  },
};
