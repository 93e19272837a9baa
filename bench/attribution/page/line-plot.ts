import { dot, line, path, svg, text } from "../../page/svg.js";

export type Series = { readonly label: string; readonly values: readonly number[] };

const WIDTH = 720;
const HEIGHT = 340;
const LEFT = 50;
const RIGHT = 220;
const TOP = 34;
const BOTTOM = 46;
/** Least distance of two labels. */
const LABEL_STEP = 15;

/** A line for each series over named places, from 0 to 1; each is named at its end. */
export function linePlot(
  title: string,
  {
    places,
    axis,
    series,
  }: { readonly places: readonly string[]; readonly axis: string; readonly series: readonly Series[] },
): string {
  const x = (place: number): number =>
    LEFT + 20 + (place * (WIDTH - LEFT - RIGHT - 40)) / Math.max(1, places.length - 1);
  const y = (value: number): number => HEIGHT - BOTTOM - Math.max(0, value) * (HEIGHT - TOP - BOTTOM);
  const right = WIDTH - RIGHT;
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((tick) => [
    line([LEFT, y(tick)], [right, y(tick)], "grid"),
    text(LEFT - 8, y(tick) + 4, tick.toFixed(1), { anchor: "end", muted: true }),
  ]);
  const names = places.map((name, i) => text(x(i), HEIGHT - BOTTOM + 18, name, { anchor: "middle", muted: true }));
  const lines = series.flatMap(({ values }, i) => {
    const points = values.map((value, place) => [x(place), y(value)] as const);
    return [path(points, i), ...points.map(([px, py]) => dot(px, py, 4, i))];
  });
  return svg({
    width: WIDTH,
    height: HEIGHT,
    title,
    shapes: [
      text(LEFT, 18, title),
      ...ticks,
      ...names,
      text((LEFT + right) / 2, HEIGHT - 8, axis, { anchor: "middle", muted: true }),
      ...lines,
      ...labels(series, (value) => y(value), right + 8),
    ],
  });
}

/** Names at the lines' ends, pushed apart where they would overlap. */
function labels(series: readonly Series[], y: (value: number) => number, left: number): string[] {
  const ends = series.map(({ label, values }, i) => ({ label, i, at: y(values.at(-1)!) })).sort((a, b) => a.at - b.at);
  let last = -Infinity;
  return ends.flatMap(({ label, i, at }) => {
    last = Math.max(at, last + LABEL_STEP);
    return [dot(left + 4, last, 5, i), text(left + 14, last + 4, label)];
  });
}
