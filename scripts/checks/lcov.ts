export type CoverageReport = {
  readonly covered: number;
  readonly total: number;
  readonly uncovered: readonly { readonly file: string; readonly lines: readonly number[] }[];
};

/** Reads an lcov file: which lines of contracts/ were never run. Mocks are never deployed and do not count. */
export function uncoveredLines(lcov: string): CoverageReport {
  const uncovered: { file: string; lines: number[] }[] = [];
  let [covered, total] = [0, 0];
  for (const section of lcov.split("end_of_record")) {
    const file = /^SF:(.*)$/m.exec(section)?.[1]?.replaceAll("\\", "/");
    if (file === undefined || !/(^|\/)contracts\//.test(file) || file.includes("contracts/mocks/")) continue;
    const lines = [...section.matchAll(/^DA:(\d+),(\d+)/gm)].map((match) => ({
      line: Number(match[1]),
      hits: Number(match[2]),
    }));
    const missed = lines.filter(({ hits }) => hits === 0).map(({ line }) => line);
    total += lines.length;
    covered += lines.length - missed.length;
    if (missed.length > 0) uncovered.push({ file, lines: missed });
  }
  return { covered, total, uncovered };
}
