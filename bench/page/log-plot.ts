import { dot, line, path, svg, text } from "./svg.js";

/** Points (x, y), both above 0, x ascending. */
export type LogSeries = { readonly label: string; readonly points: readonly (readonly [number, number])[] };

const WIDTH = 720;
const HEIGHT = 340;
const LEFT = 70;
const RIGHT = 200;
const TOP = 34;
const BOTTOM = 46;

/** Lines on two logarithmic axes, a grid line at every power of ten; each is named at its end. What grows in proportion has a slope of 1. */
export function logPlot(
  title: string,
  { xAxis, yAxis, series }: { readonly xAxis: string; readonly yAxis: string; readonly series: readonly LogSeries[] },
): string {
  const all = series.flatMap(({ points }) => points);
  const across = axis(all.map(([x]) => x));
  const up = axis(all.map(([, y]) => y));
  const right = WIDTH - RIGHT;
  const x = (value: number): number => LEFT + across.share(value) * (right - LEFT);
  const y = (value: number): number => HEIGHT - BOTTOM - up.share(value) * (HEIGHT - TOP - BOTTOM);
  return svg({
    width: WIDTH,
    height: HEIGHT,
    title,
    shapes: [
      text(LEFT, 18, `${title}: ${yAxis}`),
      ...up.ticks.flatMap((tick) => [
        line([LEFT, y(tick)], [right, y(tick)], "grid"),
        text(LEFT - 8, y(tick) + 4, label(tick), { anchor: "end", muted: true }),
      ]),
      ...across.ticks.flatMap((tick) => [
        line([x(tick), TOP], [x(tick), HEIGHT - BOTTOM], "grid"),
        text(x(tick), HEIGHT - BOTTOM + 18, label(tick), { anchor: "middle", muted: true }),
      ]),
      text((LEFT + right) / 2, HEIGHT - 8, xAxis, { anchor: "middle", muted: true }),
      ...series.flatMap(({ label: name, points }, i) => {
        const places = points.map(([px, py]) => [x(px), y(py)] as const);
        const [endX, endY] = places.at(-1)!;
        return [path(places, i), ...places.map(([px, py]) => dot(px, py, 4, i)), text(endX + 12, endY + 4, name)];
      }),
    ],
  });
}

/** The powers of ten around the values, and where a value stands between the first and the last of them. */
function axis(values: readonly number[]): {
  readonly ticks: readonly number[];
  readonly share: (value: number) => number;
} {
  const least = Math.floor(Math.log10(Math.min(...values)));
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    ticks: Array.from({ length: most - least + 1 }, (_, i) => 10 ** (least + i)),
    share: (value) => (Math.log10(value) - least) / (most - least),
  };
}

function label(tick: number): string {
  return tick < 1 ? String(Number(tick.toPrecision(1))) : tick.toLocaleString("en-US");
}
