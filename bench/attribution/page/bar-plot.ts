import type { Estimate } from "../measure/bootstrap.js";
import { bar, line, svg, text } from "../../page/svg.js";

export type Bar = { readonly label: string; readonly estimate: Estimate; /** Colour. */ readonly series: number };

const WIDTH = 720;
const LEFT = 210;
const RIGHT = 60;
const TOP = 34;
const STEP = 24;

/** Bars from 0 to 1 with their intervals, a line each. */
export function barPlot(title: string, bars: readonly Bar[]): string {
  const x = (value: number): number => LEFT + Math.max(0, value) * (WIDTH - LEFT - RIGHT);
  const bottom = TOP + bars.length * STEP;
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((tick) => [
    line([x(tick), TOP - 4], [x(tick), bottom], "grid"),
    text(x(tick), bottom + 16, tick.toFixed(1), { anchor: "middle", muted: true }),
  ]);
  const shapes = bars.flatMap(({ label, estimate, series }, i) => {
    const middle = TOP + i * STEP + STEP / 2;
    const { mean, low, high } = estimate;
    return [
      text(LEFT - 8, middle + 4, label, { anchor: "end" }),
      bar(x(0), middle - 7, x(mean) - x(0), 14, series),
      line([x(low), middle], [x(high), middle], "mark"),
      text(WIDTH - RIGHT + 8, middle + 4, mean.toFixed(3)),
    ];
  });
  const heading = text(LEFT, 18, title);
  return svg({ width: WIDTH, height: bottom + 26, title, shapes: [heading, ...ticks, ...shapes] });
}
