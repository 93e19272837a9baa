import type { Spent } from "../page/stopwatch.js";
import type { ImportFigures } from "./measure.js";

const [BEGIN, END] = ["<!-- bench:import -->", "<!-- /bench:import -->"];

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

/** The page with the figures of a run between its two marks. */
export function insertTable(
  page: string,
  run: {
    readonly date: string;
    readonly machine: string;
    readonly loadAverage: number | undefined;
    readonly figures: readonly ImportFigures[];
  },
): string {
  const [before, after] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
  if (before < BEGIN.length || after < before) throw new Error(`Expected ${BEGIN} … ${END} in the page.`);
  const [first] = run.figures;
  const shape = `${first!.rows.toLocaleString("en")} responses of ${String(first!.lanes)} lanes`;
  const load = run.loadAverage?.toFixed(1) ?? "unknown";
  const where = `${shape}; ${run.date}, ${run.machine}, load average ${load}. Seconds are of processor time, in brackets those that went by.`;
  const rows = run.figures.map((each) => [
    each.dtype,
    megabytes(each.fileBytes),
    seconds(each.importing),
    `${megabytes(each.importPeakBytes)} (${megabytes(each.startBytes)})`,
    megabytes(each.bundleBytes),
    ...[each.reading, each.roots, each.scoring].map(seconds),
    megabytes(each.auditPeakBytes),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const table = [line(HEAD), line(HEAD.map(() => "---")), ...rows.map(line)].join("\n");
  return `${page.slice(0, before)}\n\n${where}\n\n${table}\n\n${page.slice(after)}`;
}

function seconds({ seconds, cpuSeconds }: Spent): string {
  return `${cpuSeconds.toFixed(1)} (${seconds.toFixed(1)})`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
