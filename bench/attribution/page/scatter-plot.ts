import { dot, line, svg, text } from "../../page/svg.js";

const SIZE = 460;
const MARGIN = 60;
/** Millinats in a nat. */
const MILLI = 1000;

/** Points of two quantities in nats a byte on the same scale, with the line where they agree. */
export function scatterPlot(
  title: string,
  {
    x,
    y,
    xAxis,
    yAxis,
  }: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number>; readonly xAxis: string; readonly yAxis: string },
): string {
  const pairs = Array.from({ length: x.length }, (_, i) => [MILLI * x[i]!, MILLI * y[i]!] as const);
  const reach = 1.05 * Math.max(...pairs.flat().map(Math.abs));
  const place = (value: number): number => MARGIN + ((value + reach) / (2 * reach)) * (SIZE - 2 * MARGIN);
  const flip = (value: number): number => SIZE - place(value);
  const ticks = [-reach, -reach / 2, 0, reach / 2, reach].flatMap((tick) => [
    line([place(tick), MARGIN], [place(tick), SIZE - MARGIN], "grid"),
    line([MARGIN, flip(tick)], [SIZE - MARGIN, flip(tick)], "grid"),
    text(place(tick), SIZE - MARGIN + 16, tick.toFixed(1), { anchor: "middle", muted: true }),
    text(MARGIN - 6, flip(tick) + 4, tick.toFixed(1), { anchor: "end", muted: true }),
  ]);
  return svg({
    width: SIZE,
    height: SIZE,
    title,
    shapes: [
      text(MARGIN, 20, title),
      text(MARGIN, 40, yAxis, { muted: true }),
      ...ticks,
      line([place(-reach), flip(-reach)], [place(reach), flip(reach)], "mark"),
      ...pairs.map(([px, py]) => dot(place(px), flip(py), 2.5, 0)),
      text(SIZE / 2, SIZE - 12, xAxis, { anchor: "middle", muted: true }),
    ],
  });
}
