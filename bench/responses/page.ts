import { markdownTable } from "../page/sections.js";
import { type Where, whereText } from "../page/where.js";
import { cellsWithin, type Cost, growthOf } from "./cost.js";
import type { SizeFigures } from "./measure.js";
import type { Budget } from "./plot.js";

export type ResponseFigures = Where & {
  readonly format: "openledger-responses-bench-v1";
  readonly command: string;
  readonly eurosPerCoreHour: number;
  readonly measured: readonly SizeFigures[];
  readonly queue: { readonly jobs: number; readonly millisecondsEach: number };
  readonly costs: readonly Cost[];
};

/** A night is twelve hours. */
const NIGHT_HOURS = 12;
const LIMIT = { cores: 64, coreHours: 64 * NIGHT_HOURS };

/** What somebody may be ready to spend. */
export const BUDGETS: readonly Budget[] = [16, LIMIT.cores].map((cores) => ({
  name: `a night on ${String(cores)} cores`,
  coreHours: cores * NIGHT_HOURS,
}));

/** Models by their size in reference models: the bench's larger one, and one of a billion parameters. */
const SIZES = [
  { name: "the reference model (119,104 parameters)", size: 1 },
  { name: "1 M parameters", size: 1_056_160 / 119_104 },
  { name: "100 M parameters", size: 1e8 / 119_104 },
  { name: "1 G parameters", size: 1e9 / 119_104 },
];

/** The generated part of docs/attribution.md, `responses`. */
export function sectionOf({ eurosPerCoreHour, measured, queue, costs, ...where }: ResponseFigures): string {
  const timed = measured.map(({ cells, trainings }) => `${String(trainings)} of ${count(cells)}`).join(", ");
  return [
    `${whereText(where)} Processor time; trainings timed: ${timed} cells, the reference model, the default recipe. The price is an assumption (\`--price\`).`,
    markdownTable(
      [
        "cells",
        "text",
        "a training",
        "trainings a core-hour",
        "core-hours for all",
        `at € ${String(eurosPerCoreHour)} a core-hour`,
      ],
      costs.map(({ cells, isMeasured, secondsEach, trainingsPerCoreHour, coreHours, euros }) => [
        isMeasured ? count(cells) : `${count(cells)}, in proportion`,
        `${count(cells / 2)} kB`,
        `${digits(secondsEach)} s`,
        digits(trainingsPerCoreHour),
        digits(coreHours),
        `€ ${euros < 1 ? String(Number(euros.toPrecision(2))) : euros.toFixed(2)}`,
      ]),
    ),
    "![Core-hours of all responses](attribution/responses-cost.svg)",
    `A training's time grew with the number of cells to the power of ${growthOf(measured).toFixed(2)}, and there are as many trainings as cells: ` +
      `twice the text costs four times as much. The queue adds ${digits(queue.millisecondsEach)} ms a job (${count(queue.jobs)} jobs, the embedded queue, ` +
      `one worker, elapsed, beside other work).`,
    `**Where R1 stops being practical**: we take a night on ${String(LIMIT.cores)} cores as the most that anybody spends on it. The reference model comes to ` +
      `${count(cellsWithin(measured, LIMIT.coreHours))} cells in that time, ${count(Math.round(cellsWithin(measured, LIMIT.coreHours) / 2))} kB of text. ` +
      "Larger models, with the work for a byte in proportion to their parameters, are not measured:",
    markdownTable(
      ["model", ...BUDGETS.map(({ name, coreHours }) => `cells in ${name} (${count(coreHours)} core-hours)`)],
      SIZES.map(({ name, size }) => [
        name,
        ...BUDGETS.map(({ coreHours }) => count(cellsWithin(measured, coreHours, size))),
      ]),
    ),
  ].join("\n\n");
}

function count(value: number): string {
  return value.toLocaleString("en");
}

/** Three digits that count, without an exponent. */
function digits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en", { maximumSignificantDigits: 3 });
}
