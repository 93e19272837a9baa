import { linePlot } from "../attribution/page/line-plot.js";
import { markdownTable } from "../page/sections.js";
import { type Where, whereText } from "../page/where.js";
import type { CosineFigures } from "./cosines.js";
import type { BandFigures } from "./measure-bands.js";
import type { EditFigures } from "./measure-edits.js";
import { type ChunkCounts, type DocumentCounts, type PairFigures, THRESHOLDS } from "./measure-pairs.js";
import type { StreamResult } from "./measure-stream.js";
import { KINDS } from "./truth.js";

/** Parts of the bench, each measured on its own. */
export type Parts = {
  readonly pairs: PairFigures;
  readonly bands: BandFigures;
  readonly edits: EditFigures;
  readonly cosines: CosineFigures;
  readonly stream: StreamResult;
};
export type PartName = keyof Parts;

/** Parts that have been measured, with where and when each was. */
export type DedupFigures = { readonly [Name in PartName]?: Parts[Name] & { readonly where: Where } };

/** Place of the 16-byte grams among the detectors. */
const GRAMS = 4;
const NOT_MEASURED = "Not measured yet.";

/** The generated parts of docs/dedup.md. */
export function sectionsOf({ pairs, bands, edits, cosines, stream }: DedupFigures): Record<string, string> {
  return {
    chunks: pairs === undefined ? NOT_MEASURED : chunkTables(pairs),
    texts: pairs === undefined ? NOT_MEASURED : textTable(pairs),
    edits: edits === undefined ? NOT_MEASURED : editTable(edits),
    cosines: cosines === undefined ? NOT_MEASURED : cosineTable(cosines),
    stream: [
      bands === undefined ? NOT_MEASURED : bandText(bands),
      stream === undefined ? NOT_MEASURED : streamTable(stream),
    ].join("\n\n"),
  };
}

/** The pictures of docs/dedup/, by file name. */
export function plotsOf({ pairs }: DedupFigures): Record<string, string> {
  if (pairs === undefined) return {};
  const places = THRESHOLDS.map((threshold) => threshold.toFixed(2).slice(1));
  const series = [pairs.detectors[0]!, pairs.detectors[GRAMS]!].flatMap(({ sweep }, i) => {
    const name = i === 0 ? "the rule" : "16-byte grams";
    return [
      { label: `${name}: precision`, values: sweep.map(({ chunks }) => precision(chunks)) },
      { label: `${name}: recall`, values: sweep.map(({ chunks }) => recall(chunks)) },
    ];
  });
  return { "sweep.svg": linePlot("Chunks of licence texts", { places, axis: "threshold", series }) };
}

function precision({ found, falseMerges }: ChunkCounts): number {
  return found / Math.max(1, found + falseMerges);
}

function recall({ found, falseSplits }: ChunkCounts): number {
  return found / Math.max(1, found + falseSplits);
}

const CHUNK_HEAD = ["copies found", "false splits", "false merges", "rightly new", "precision", "recall"];

function chunkCells(chunks: ChunkCounts): string[] {
  const { found, falseSplits, falseMerges, rightlyNew } = chunks;
  return [
    ...[found, falseSplits, falseMerges, rightlyNew].map(String),
    share(precision(chunks)),
    share(recall(chunks)),
  ];
}

function chunkTables({ pairs, chunks, detectors, where }: PairFigures & { readonly where: Where }): string {
  const count = KINDS.reduce((sum, kind) => sum + pairs[kind], 0);
  const lead = `${whereText(where)} ${String(count)} pairs, chunks of the later texts: ${String(chunks.copied)} copies, ${String(chunks.written)} new, ${String(chunks.neither)} in between and not counted.`;
  const swept = [detectors[0]!, detectors[GRAMS]!].map(({ name, sweep }) => {
    const rows = sweep.map(({ threshold, chunks: each }) => [threshold.toFixed(2), ...chunkCells(each)]);
    return markdownTable([`threshold of ${name}`, ...CHUNK_HEAD], rows);
  });
  const compared = detectors.map(({ name, atThreshold: { chunks: each, byDiffAlone } }) => [
    name,
    ...chunkCells(each),
    String(byDiffAlone.falseMerges),
  ]);
  const head = ["compared, all at 0.80", ...CHUNK_HEAD, "false merges by a diff alone"];
  return [lead, markdownTable(head, compared), ...swept].join("\n\n");
}

function textTable({ detectors, wholeTexts }: PairFigures): string {
  const cells = (texts: DocumentCounts): string[] =>
    KINDS.map((kind) => `${String(texts[kind].merged)} of ${String(texts[kind].pairs)}`);
  const [rule, ...others] = detectors;
  const rows = [
    ...rule!.sweep.map(({ threshold, texts }) => [rule!.name, threshold.toFixed(2), ...cells(texts)]),
    ...others.map(({ name, threshold, atThreshold }) => [name, threshold.toFixed(2), ...cells(atThreshold.texts)]),
    ...wholeTexts.map(({ threshold, texts }) => ["Jaccard of the whole texts", threshold.toFixed(2), ...cells(texts)]),
  ];
  return markdownTable(
    [
      "half of a text's bytes found by",
      "threshold",
      "the same (to merge)",
      "partly the same (either)",
      "rewritten (not to)",
      "unrelated (not to)",
    ],
    rows,
  );
}

function editTable({
  passages,
  bytes,
  detectors,
  edits,
  honest,
  where,
}: EditFigures & { readonly where: Where }): string {
  const head = ["bytes found, %", ...detectors.map(({ name, threshold }) => `${name} (≥ ${threshold.toFixed(2)})`)];
  const rows = [
    ...edits.map(({ name, found }) => [name, ...found.map(percent)]),
    ["**nothing copied: another's honest text**", ...honest.map((each) => `**${percent(each)}**`)],
  ];
  return [`${whereText(where)} ${String(passages)} passages, ${String(bytes)} bytes.`, markdownTable(head, rows)].join(
    "\n\n",
  );
}

const COSINE_THRESHOLDS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

function cosineTable({
  cells,
  copies,
  sameText,
  differentTexts,
  where,
}: CosineFigures & { readonly where: Where }): string {
  const groups = [
    ...copies.map(({ percent: words, cosines }) => ({
      name: words === 0 ? "a copy to the byte" : `a copy with ${String(words)} % of its words exchanged`,
      cosines,
    })),
    { name: "two cells of one text, side by side or nearly", cosines: sameText },
    { name: "two cells of different texts", cosines: differentTexts },
  ];
  const distribution = groups.map(({ name, cosines }) => [
    name,
    String(cosines.length),
    ...[0, 0.25, 0.5, 0.75, 1].map((at) => signed(cosines[Math.round(at * (cosines.length - 1))]!)),
  ]);
  const copied = copies.flatMap(({ cosines }) => cosines);
  const honest = [...sameText, ...differentTexts];
  const errors = COSINE_THRESHOLDS.map((threshold) => [
    threshold.toFixed(2),
    `${String(copied.filter((cosine) => cosine < threshold).length)} of ${String(copied.length)}`,
    `${String(honest.filter((cosine) => cosine >= threshold).length)} of ${String(honest.length)}`,
  ]);
  return [
    `${whereText(where)} ${String(cells)} cells, ${String(cells + 1)} trainings.`,
    markdownTable(
      ["cosine of the responses of", "pairs", "least", "quarter", "median", "three quarters", "most"],
      distribution,
    ),
    markdownTable(["threshold", "false splits (copies below)", "false merges (honest pairs above)"], errors),
  ].join("\n\n");
}

function bandText({ chunks, byAllPairs, byBands }: BandFigures): string {
  return `Of ${String(chunks)} chunks of licence texts, comparing each with all originals finds ${String(byAllPairs)} near-duplicates; the bands lead to the same original for ${String(byBands)} of them.`;
}

function streamTable({ where, ...stream }: StreamResult & { readonly where: Where }): string {
  const { bytes, chunks, originals, repeated, similar, segments, cpuSeconds, wallSeconds, peakMemoryBytes } = stream;
  const megabytes = bytes / 1e6;
  const rows = [
    ["text", `${megabytes.toFixed(0)} MB, ${String(chunks)} chunks, ${String(segments)} segments`],
    [
      "originals; equal within a segment; near or equal to an earlier one",
      `${String(originals)}; ${String(repeated)}; ${String(similar)}`,
    ],
    ["the whole stream, MB a second of processor time", (megabytes / cpuSeconds).toFixed(1)],
    ["the whole stream, MB a second on the clock", (megabytes / wallSeconds).toFixed(1)],
    ["cutting alone, MB a second of processor time", stream.chunkingMbPerCpuSecond.toFixed(0)],
    ["signing alone, MB a second of processor time", stream.signingMbPerCpuSecond.toFixed(1)],
    [
      "peak memory (< 1000 MB)",
      `${(peakMemoryBytes / 1e6).toFixed(0)} MB${peakMemoryBytes < 1e9 ? "" : " (**missed**)"}`,
    ],
  ];
  return [whereText(where), markdownTable(["one stream", ""], rows)].join("\n\n");
}

function share(value: number): string {
  return value.toFixed(3);
}

function percent(value: number): string {
  return (100 * value).toFixed(1);
}

function signed(value: number): string {
  return value.toFixed(2).replace("-", "−");
}
