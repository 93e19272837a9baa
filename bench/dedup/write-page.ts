import { readFile } from "node:fs/promises";

import { format } from "prettier";

import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { fillSections } from "../page/sections.js";
import { type DedupFigures, plotsOf, sectionsOf } from "./page.js";

const FIGURES = "bench/results/dedup.json";
const PAGE = "docs/dedup.md";
const PLOTS = "docs/dedup";
const HEAD = { format: "openledger-dedup-bench-v1", command: "npm run bench:dedup" };

/** The committed figures; none where nothing was measured yet. */
export async function readFigures(): Promise<DedupFigures> {
  const text = await readFile(FIGURES, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw error;
  });
  return JSON.parse(text) as DedupFigures;
}

export async function saveFigures(figures: DedupFigures): Promise<void> {
  await writeAtomically(FIGURES, Buffer.from(`${JSON.stringify({ ...HEAD, ...figures }, undefined, 2)}\n`));
}

/** Fills docs/dedup.md and draws its picture. */
export async function writeDedupPage(): Promise<void> {
  for (const [file, text] of Object.entries(await dedupPage())) await writeAtomically(file, Buffer.from(text));
}

/** docs/dedup.md and its picture as the committed figures make them, by path. */
export async function dedupPage(): Promise<Record<string, string>> {
  const figures = await readFigures();
  const page = fillSections(await readFile(PAGE, "utf8"), sectionsOf(figures));
  const plots = Object.entries(plotsOf(figures)).map(([name, plot]) => [`${PLOTS}/${name}`, plot]);
  return {
    [PAGE]: await format(page, { parser: "markdown", printWidth: 120 }),
    ...(Object.fromEntries(plots) as Record<string, string>),
  };
}
