import type { BuildFigures } from "./build.js";
import type { Spent } from "./measure.js";
import type { QueryFigures } from "./queries.js";

export type SpanFigures = {
  readonly real: { readonly bytes: number; readonly sorting: Spent };
  readonly builds: readonly (BuildFigures | { readonly bytes: number; readonly expectedSeconds: number })[];
  readonly queries: readonly QueryFigures[];
};

const [BEGIN, END] = ["<!-- bench:spans -->", "<!-- /bench:spans -->"];

/** The page with the figures of a run between its two marks. */
export function insertTable(
  page: string,
  {
    date,
    machine,
    loadAverage,
    ...figures
  }: SpanFigures & { date: string; machine: string; loadAverage: number | undefined },
): string {
  const [before, after] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
  if (before < BEGIN.length || after < before) throw new Error(`Expected ${BEGIN} … ${END} in the page.`);
  const load = loadAverage?.toFixed(1) ?? "unknown";
  const where = `${date}, ${machine}; load average ${load}. Processor time counts all threads.`;
  return `${page.slice(0, before)}\n\n${where}\n\n${buildTable(figures)}\n\n${queryTable(figures)}\n\n${page.slice(after)}`;
}

function buildTable({ real, builds }: SpanFigures): string {
  const rows = [
    ["sorting alone, real texts", megabytes(real.bytes), ...rates(real.bytes, real.sorting), ""],
    ...builds.flatMap((each) =>
      "build" in each
        ? [
            ["sorting within the build, spliced texts", megabytes(each.bytes), ...rates(each.bytes, each.sorting), ""],
            [
              "the whole build",
              megabytes(each.bytes),
              ...rates(each.bytes, each.build),
              `${megabytes(each.peakMemoryBytes)} MB`,
            ],
          ]
        : [
            [
              "the whole build",
              megabytes(each.bytes),
              `not run: it would take ${each.expectedSeconds.toFixed(0)} s`,
              "",
              "",
            ],
          ],
    ),
  ];
  return table(["what", "MB", "MB/s", "MB a second of processor time", "peak memory"], rows);
}

function queryTable({ queries }: SpanFigures): string {
  const head = [
    "a 2 kB answer against 100 MB",
    "spans kept",
    "opening, ms",
    "first question, ms",
    "later ones, median, ms",
  ];
  return table(
    head,
    queries.map(({ answer, spans, opening, first, later }) => [
      answer,
      String(spans),
      ...[opening, first, later].map(
        ({ seconds, cpuSeconds }) => `${(1000 * seconds).toFixed(0)} (processor ${(1000 * cpuSeconds).toFixed(0)})`,
      ),
    ]),
  );
}

function rates(bytes: number, { seconds, cpuSeconds }: Spent): string[] {
  return [seconds, cpuSeconds].map((each) => (bytes / 1e6 / each).toFixed(1));
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
