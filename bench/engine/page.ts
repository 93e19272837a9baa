import { logPlot } from "../page/log-plot.js";
import { markdownTable } from "../page/sections.js";
import type { Spent } from "../page/stopwatch.js";
import { type Where, whereText } from "../page/where.js";
import type { BucketFigures } from "./compute-bucket.js";
import type { ScoringFigures } from "./scoring.js";
import type { TreeFigures } from "./tree.js";

/** A bucket that was computed, or one that would have taken too long. */
export type Bucket = BucketFigures | { readonly receipts: number; readonly expectedSeconds: number };

/** bench/results/engine.json. */
export type EngineFigures = Where & {
  readonly format: "openledger-engine-bench-v1";
  readonly command: string;
  readonly scoring: ScoringFigures;
  readonly tree: TreeFigures;
  readonly buckets: readonly Bucket[];
};

/** Seconds of an answer's scores, at most. */
const SCORING_TARGET = 0.01;

/** Parts of docs/speed.md. */
export function engineSections(figures: EngineFigures): Record<string, string> {
  const { scoring, tree, buckets } = figures;
  const lead = `${whereText(figures)} Processor time counts all threads.`;
  const milliseconds = ({ seconds, cpuSeconds }: Spent): string[] =>
    [seconds, cpuSeconds].map((each) => (1000 * each).toFixed(2));
  const isMet = scoring.kernel.seconds < SCORING_TARGET;
  const scores = `scores and entries over ${count(scoring.cells)} cells × ${count(scoring.lanes)} lanes`;
  const scoringTable = markdownTable(
    ["one answer", "median, ms", "processor, ms", "target, ms"],
    [
      [`gradient of ${String(scoring.answerBytes)} bytes, as int8 lanes`, ...milliseconds(scoring.gradient), ""],
      [`${scores}, by the kernels`, ...milliseconds(scoring.kernel), `< 10${isMet ? "" : " (**missed**)"}`],
      [`${scores}, in plain TypeScript`, ...milliseconds(scoring.plain), ""],
    ],
  );
  const treeTable = markdownTable(
    ["Merkle tree", "leaves a second", "leaves a second of processor time"],
    [
      [
        `${count(tree.leaves)} leaves`,
        ...[tree.spent.seconds, tree.spent.cpuSeconds].map((seconds) => count(Math.round(tree.leaves / seconds))),
      ],
    ],
  );
  return { scoring: `${lead}\n\n${scoringTable}\n\n${treeTable}`, buckets: `${lead}\n\n${bucketTable(buckets)}` };
}

/** The page's pictures by file name. */
export function enginePlots({ buckets }: EngineFigures): Record<string, string> {
  const measured = buckets.filter((bucket) => "spent" in bucket);
  const points = (value: (bucket: BucketFigures) => number): [number, number][] =>
    measured.map((bucket) => [bucket.receipts, value(bucket)]);
  return {
    "batch-time.svg": logPlot("A batch", {
      xAxis: "receipts",
      yAxis: "seconds",
      series: [
        { label: "processor time", points: points(({ spent }) => spent.cpuSeconds) },
        { label: "as time went by", points: points(({ spent }) => spent.seconds) },
      ],
    }),
    "batch-memory.svg": logPlot("A batch", {
      xAxis: "receipts",
      yAxis: "megabytes",
      series: [
        { label: "peak memory", points: points(({ peakMemoryBytes }) => peakMemoryBytes / 1e6) },
        { label: "query vectors alone", points: points(({ queryBytes }) => queryBytes / 1e6) },
      ],
    }),
  };
}

function bucketTable(buckets: readonly Bucket[]): string {
  const rows = buckets.map((bucket) => {
    if (!("spent" in bucket)) {
      return [
        count(bucket.receipts),
        "",
        `not run: it would take ${bucket.expectedSeconds.toFixed(0)} s of processor time`,
        "",
        "",
        "",
      ];
    }
    const { receipts, cells, spent, peakMemoryBytes } = bucket;
    return [
      count(receipts),
      count(cells),
      ...secondsOf(spent),
      ((1000 * spent.cpuSeconds) / receipts).toFixed(2),
      `${(peakMemoryBytes / 1e6).toFixed(0)} MB`,
    ];
  });
  return markdownTable(
    ["receipts", "cells", "seconds", "processor, s", "processor, ms a receipt", "peak memory of the process"],
    rows,
  );
}

function secondsOf({ seconds, cpuSeconds }: Spent): string[] {
  return [seconds, cpuSeconds].map((each) => each.toFixed(2));
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
