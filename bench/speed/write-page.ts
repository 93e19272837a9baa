import { readFile } from "node:fs/promises";

import { format } from "prettier";

import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { type KernelFigures, kernelSections } from "../kernels/page.js";
import { fillSections } from "../page/sections.js";

const PAGE = "docs/speed.md";

/** A bench's figures, committed: what its part of the page stands on. */
export async function saveFigures(name: "kernels" | "engine", figures: object): Promise<void> {
  await writeAtomically(fileOf(name), Buffer.from(`${JSON.stringify(figures, undefined, 2)}\n`));
}

/** Fills docs/speed.md from the committed figures of both benches. */
export async function writeSpeedPage(): Promise<void> {
  const kernels = JSON.parse(await readFile(fileOf("kernels"), "utf8")) as KernelFigures;
  const page = fillSections(await readFile(PAGE, "utf8"), { ...kernelSections(kernels) });
  await writeAtomically(PAGE, Buffer.from(await format(page, { parser: "markdown", printWidth: 120 })));
}

function fileOf(name: string): string {
  return `bench/results/${name}.json`;
}
