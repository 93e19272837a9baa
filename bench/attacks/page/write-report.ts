import { readFile } from "node:fs/promises";

import { format } from "prettier";

import { writeAtomically } from "../../../engine/src/io/store/write-atomically.js";
import { fillSections } from "../../page/sections.js";
import { type Results, resultsJson } from "../results.js";
import { sectionsOf } from "./sections.js";

const PAGE = "docs/attacks.md";
const JSON_FILE = "bench/results/attacks.json";
/** A quick run's place beside the figures of a full one, which it never replaces. */
const ASIDE = "reports/attacks";

/** Writes the figures and fills the page's sections; returns what was written. */
export async function writeReport(results: Results): Promise<string[]> {
  const isAside = results.scope === "quick" && (await writtenScope()) === "full";
  const [json, page] = isAside ? [`${ASIDE}/attacks.json`, `${ASIDE}/attacks.md`] : [JSON_FILE, PAGE];
  const filled = fillSections(await readFile(PAGE, "utf8"), sectionsOf(results));
  await writeAtomically(json, Buffer.from(await format(resultsJson(results), { parser: "json", printWidth: 120 })));
  await writeAtomically(page, Buffer.from(await format(filled, { parser: "markdown", printWidth: 120 })));
  return [json, page];
}

async function writtenScope(): Promise<unknown> {
  const json = await readFile(JSON_FILE, "utf8").catch(() => "{}");
  return (JSON.parse(json) as { scope?: unknown }).scope;
}
