import { readFile } from "node:fs/promises";

import { format } from "prettier";

import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { type EngineFigures, enginePlots, engineSections } from "../engine/page.js";
import { type KernelFigures, kernelSections } from "../kernels/page.js";
import { fillSections } from "../page/sections.js";

const PAGE = "docs/speed.md";
const PLOTS = "docs/speed";

/** A bench's figures, committed: what its parts of the page stand on. */
export async function saveFigures(name: "kernels" | "engine", figures: KernelFigures | EngineFigures): Promise<void> {
  await writeAtomically(fileOf(name), Buffer.from(`${JSON.stringify(figures, undefined, 2)}\n`));
}

/** Fills docs/speed.md and draws its pictures, from the committed figures of both benches. */
export async function writeSpeedPage(): Promise<void> {
  for (const [file, text] of Object.entries(await speedPage())) await writeAtomically(file, Buffer.from(text));
}

/** docs/speed.md and its pictures as the committed figures make them, by path. */
export async function speedPage(): Promise<Record<string, string>> {
  const kernels = JSON.parse(await readFile(fileOf("kernels"), "utf8")) as KernelFigures;
  const engine = JSON.parse(await readFile(fileOf("engine"), "utf8")) as EngineFigures;
  const page = fillSections(await readFile(PAGE, "utf8"), { ...kernelSections(kernels), ...engineSections(engine) });
  const plots = Object.entries(enginePlots(engine)).map(([name, plot]) => [`${PLOTS}/${name}`, plot]);
  return {
    [PAGE]: await format(page, { parser: "markdown", printWidth: 120 }),
    ...(Object.fromEntries(plots) as Record<string, string>),
  };
}

function fileOf(name: "kernels" | "engine"): string {
  return `bench/results/${name}.json`;
}
