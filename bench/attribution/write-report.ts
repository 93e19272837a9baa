import { readFile } from "node:fs/promises";

import { format } from "prettier";

import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { agreementOf } from "./agreement.js";
import { plotsOf } from "./page/plots.js";
import { fillSections } from "../page/sections.js";
import { sectionsOf } from "./page/sections.js";
import { type Results, resultsJson } from "./results.js";
import type { Study } from "./study.js";
import type { VectorStore } from "./vector-store.js";

/** Where a report goes. */
export type ReportPlaces = { readonly json: string; readonly page: string; readonly plots: string };

/** The page with its prose, and the figures that it stands on. */
const COMMITTED: ReportPlaces = {
  json: "bench/results/attribution.json",
  page: "docs/attribution.md",
  plots: "docs/attribution",
};

/** A quick run's place beside the figures of a full one, which it never replaces. */
const ASIDE: ReportPlaces = {
  json: "reports/attribution/attribution.json",
  page: "reports/attribution/attribution.md",
  plots: "reports/attribution/attribution",
};

/** Where a run's report goes. */
export async function placesOf({ scope }: Pick<Results, "scope">): Promise<ReportPlaces> {
  if (scope === "full") return COMMITTED;
  const json = await readFile(COMMITTED.json, "utf8").catch(() => "{}");
  return (JSON.parse(json) as { scope?: unknown }).scope === "full" ? ASIDE : COMMITTED;
}

/** Writes the figures, fills the page's sections, draws its pictures; returns what was written. */
export async function writeReport(
  results: Results,
  {
    studies,
    measures,
    places,
  }: { readonly studies: readonly Study[]; readonly measures: VectorStore; readonly places: ReportPlaces },
): Promise<string[]> {
  const page = await readFile(COMMITTED.page, "utf8");
  const filled = await format(fillSections(page, sectionsOf(results)), { parser: "markdown", printWidth: 120 });
  const plots = plotsOf(results.tables.main, agreementOf(measures, studies[0]!));
  const files: [string, string][] = [
    [places.json, await format(resultsJson(results), { parser: "json", printWidth: 120 })],
    [places.page, filled],
    ...Object.entries(plots).map(([name, plot]): [string, string] => [`${places.plots}/${name}`, plot]),
  ];
  for (const [file, text] of files) await writeAtomically(file, Buffer.from(text));
  return files.map(([file]) => file);
}
