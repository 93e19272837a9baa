import type { Column } from "../measure/columns.js";
import type { Row } from "../measure/table.js";
import type { Method } from "../scoring/methods.js";

/** A target, the figure that it is about, and whether it is met; undefined while something of it has not been measured. */
export type Target = {
  readonly what: string;
  readonly wanted: string;
  readonly found: string;
  readonly isMet: boolean;
};

type Figure = (method: Method, column: Column) => number | undefined;

/** The targets of the default method, held to the table. */
export function targetsOf(rows: readonly Row[]): Target[] {
  const figure: Figure = (method, column) => rows.find((row) => row.method === method)?.values[column]?.mean;
  const r1 = "response-int8";
  const loo = "leave-one-out";
  return [
    atLeast("LDS, drop 50 %, int8", 0.9, figure(r1, "ldsDrop50")),
    atLeast("LDS, drop 10 %, int8", 0.95, figure(r1, "ldsDrop10")),
    atMost("below exact leave-one-out, drop 50 %", 0.02, minus(figure(loo, "ldsDrop50"), figure(r1, "ldsDrop50"))),
    atMost("below exact leave-one-out, drop 10 %", 0.02, minus(figure(loo, "ldsDrop10"), figure(r1, "ldsDrop10"))),
    atMost("lost to int8, drop 50 %", 0.01, minus(figure("response-float", "ldsDrop50"), figure(r1, "ldsDrop50"))),
    atMost("lost to int8, drop 10 %", 0.01, minus(figure("response-float", "ldsDrop10"), figure(r1, "ldsDrop10"))),
    atLeast("LDS across seeds, mean of 3 seeds", 0.7, figure("response-3-seeds", "ldsCrossSeed")),
    atLeast("LDS, contributors, int8", 0.9, figure(r1, "contributorLds")),
    atLeast("spoilt cells, AUC, int8", 0.87, figure(r1, "mislabelAuc")),
    atMost("Datanet, AUC, below exact leave-one-out", 0.02, minus(figure(loo, "classAuc"), figure(r1, "classAuc"))),
    atMost(
      "Datanet, recall, below exact leave-one-out",
      0.02,
      minus(figure(loo, "classRecall"), figure(r1, "classRecall")),
    ),
    atLeast("top 5 % removed, times DataInf", 1.3, over(figure(r1, "removalTop5"), figure("datainf", "removalTop5"))),
    atLeast(
      "top 5 % removed, of exact leave-one-out",
      0.95,
      over(figure(r1, "removalTop5"), figure(loo, "removalTop5")),
    ),
    atMost("paid to garbage, int8", 0.005, figure(r1, "payGarbage")),
    atLeast("paid to the query's Datanet, int8", 0.6, figure(r1, "payTopic")),
    atLeast("paid to the source contributor, int8", 0.2, figure(r1, "paySource")),
    atLeast("stable incomes, int8", 0.85, figure(r1, "incomeStability")),
  ].filter((target) => target !== undefined);
}

function atLeast(what: string, limit: number, found: number | undefined): Target | undefined {
  if (found === undefined) return undefined;
  return { what, wanted: `≥ ${String(limit)}`, found: found.toFixed(3), isMet: found >= limit };
}

function atMost(what: string, limit: number, found: number | undefined): Target | undefined {
  if (found === undefined) return undefined;
  return { what, wanted: `≤ ${String(limit)}`, found: found.toFixed(3), isMet: found <= limit };
}

function minus(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}

function over(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}
