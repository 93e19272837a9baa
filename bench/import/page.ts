import { markdownTable } from "../page/sections.js";
import type { Spent } from "../page/stopwatch.js";
import { type Where, whereText } from "../page/where.js";
import type { ImportFigures } from "./measure.js";

const HEAD = [
  "stored as",
  "responses, MB",
  "import, s",
  "peak memory, MB (before)",
  "bundle, MB",
  "reading it, s",
  "all its roots, s",
  "one query's entries, s",
  "peak of the whole audit, MB",
];

/** The generated part of docs/imported-models.md, `import`. */
export function sectionOf({ figures, ...where }: Where & { readonly figures: readonly ImportFigures[] }): string {
  const [first] = figures;
  const shape = `${first!.rows.toLocaleString("en")} responses of ${String(first!.lanes)} lanes`;
  const lead = `${shape}; ${whereText(where)} Seconds are of processor time, in brackets those that went by.`;
  const rows = figures.map((each) => [
    each.dtype,
    megabytes(each.fileBytes),
    seconds(each.importing),
    `${megabytes(each.importPeakBytes)} (${megabytes(each.startBytes)})`,
    megabytes(each.bundleBytes),
    ...[each.reading, each.roots, each.scoring].map(seconds),
    megabytes(each.auditPeakBytes),
  ]);
  return `${lead}\n\n${markdownTable(HEAD, rows)}`;
}

function seconds({ seconds, cpuSeconds }: Spent): string {
  return `${cpuSeconds.toFixed(1)} (${seconds.toFixed(1)})`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
