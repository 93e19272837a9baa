import { dot, line, path, svg, text } from "../page/svg.js";
import type { Cost } from "./cost.js";

const WIDTH = 720;
const HEIGHT = 340;
const LEFT = 70;
const RIGHT = 40;
const TOP = 34;
const BOTTOM = 46;
const [MEASURED, BEYOND] = [0, 4];

/** A budget in core-hours, drawn across. */
export type Budget = { readonly name: string; readonly coreHours: number };

/** Core-hours against cells, both as powers: measured sizes, and larger ones in proportion. */
export function costPlot(costs: readonly Cost[], budgets: readonly Budget[]): string {
  const [fewest, most] = [costs[0]!.cells, costs.at(-1)!.cells];
  const decades = range(Math.floor(Math.log10(costs[0]!.coreHours)), Math.ceil(Math.log10(costs.at(-1)!.coreHours)));
  const [low, high] = [decades[0]!, decades.at(-1)!];
  const x = (cells: number): number =>
    LEFT + (Math.log2(cells / fewest) / Math.log2(most / fewest)) * (WIDTH - LEFT - RIGHT);
  const y = (coreHours: number): number =>
    HEIGHT - BOTTOM - ((Math.log10(coreHours) - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const place = ({ cells, coreHours }: Cost): readonly [number, number] => [x(cells), y(coreHours)];

  const ticks = decades.flatMap((decade) => [
    line([LEFT, y(10 ** decade)], [WIDTH - RIGHT, y(10 ** decade)], "grid"),
    text(LEFT - 8, y(10 ** decade) + 4, powerText(decade), { anchor: "end", muted: true }),
  ]);
  const names = costs.map(({ cells }) =>
    text(x(cells), HEIGHT - BOTTOM + 18, cells.toLocaleString("en"), { anchor: "middle", muted: true }),
  );
  const lines = budgets.flatMap(({ name, coreHours }) => [
    line([LEFT, y(coreHours)], [WIDTH - RIGHT, y(coreHours)], "mark"),
    text(LEFT + 8, y(coreHours) - 6, name),
  ]);
  const measured = costs.filter(({ isMeasured }) => isMeasured);
  const beyond = costs.slice(measured.length - 1);
  const title = "Core-hours of all responses against the number of cells";
  return svg({
    width: WIDTH,
    height: HEIGHT,
    title,
    shapes: [
      text(LEFT, 18, `${title}: measured (blue), in proportion (grey)`),
      ...ticks,
      ...names,
      text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "cells", { anchor: "middle", muted: true }),
      ...lines,
      path(beyond.map(place), BEYOND),
      path(measured.map(place), MEASURED),
      ...costs.map((cost) => dot(...place(cost), 4, cost.isMeasured ? MEASURED : BEYOND)),
    ],
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function powerText(decade: number): string {
  return decade < 0 ? (10 ** decade).toFixed(-decade) : (10 ** decade).toLocaleString("en");
}
