import type { Column } from "../measure/columns.js";
import type { Row } from "../measure/table.js";
import type { Method } from "../scoring/methods.js";
import { type Bar, barPlot } from "./bar-plot.js";
import { linePlot, type Series } from "./line-plot.js";
import { scatterPlot } from "./scatter-plot.js";

const DROPS: readonly Column[] = ["ldsDrop2", "ldsDrop10", "ldsDrop50"];
const LINES: readonly Method[] = ["response-int8", "influence-adam", "tracin-adam", "datainf", "bm25", "random"];

/** Agreeing scores of one model: the default's and exact leave-one-out's, in nats a byte. */
export type Agreement = { readonly scores: ArrayLike<number>; readonly rises: ArrayLike<number> };

/** The page's pictures by file name. */
export function plotsOf(rows: readonly Row[], agreement: Agreement | undefined): Record<string, string> {
  const bars = rows.flatMap(({ method, title, values }): Bar[] => {
    const estimate = values.ldsDrop50;
    return estimate === undefined ? [] : [{ label: title, estimate, series: seriesOf(method) }];
  });
  const series = LINES.flatMap((method): Series[] => {
    const row = rows.find((each) => each.method === method);
    const values = DROPS.map((column) => row?.values[column]?.mean);
    return row === undefined || values.includes(undefined) ? [] : [{ label: row.title, values: values as number[] }];
  });
  return {
    "lds-by-method.svg": barPlot("LDS with half of the cells dropped, and 95 % intervals", bars),
    "lds-by-drop.svg": linePlot("LDS against how much is dropped", {
      places: ["2 %", "10 %", "50 %"],
      axis: "cells dropped",
      series,
    }),
    ...(agreement && {
      "scores-and-leave-one-out.svg": scatterPlot("Integer scores and what leaving out really does", {
        x: agreement.rises,
        y: agreement.scores,
        xAxis: "rise of the loss without the cell, millinats a byte",
        yAxis: "score by int8 lanes, millinats a byte",
      }),
    }),
  };
}

/** Ours, the ceiling, and the rest. */
function seriesOf(method: Method): number {
  if (method === "leave-one-out") return 2;
  return method.startsWith("response") ? 0 : 4;
}
