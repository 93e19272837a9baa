import type { BuildFigures } from "./build.js";
import { markdownTable } from "../page/sections.js";
import type { Spent } from "../page/stopwatch.js";
import { type Where, whereText } from "../page/where.js";
import type { QueryFigures } from "./queries.js";

export type SpanFigures = {
  readonly real: { readonly bytes: number; readonly sorting: Spent };
  readonly builds: readonly (BuildFigures | { readonly bytes: number; readonly expectedSeconds: number })[];
  readonly queries: readonly QueryFigures[];
};

/** The generated part of docs/spans.md. */
export function sectionsOf({ where, ...figures }: SpanFigures & { readonly where: Where }): Record<string, string> {
  const lead = `${whereText(where)} Processor time counts all threads.`;
  return { figures: [lead, buildTable(figures), queryTable(figures)].join("\n\n") };
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
  return markdownTable(["what", "MB", "MB/s", "MB a second of processor time", "peak memory"], rows);
}

function queryTable({ queries }: SpanFigures): string {
  const head = [
    "a 2 kB answer against 100 MB",
    "spans kept",
    "opening, ms",
    "first question, ms",
    "later ones, median, ms",
  ];
  return markdownTable(
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
