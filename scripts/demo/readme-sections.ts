/**
 * The README with every `<!-- report: TITLE -->` block filled with that section of the demonstration's report. Throws when the report has
 * no such section.
 */
export function withReportSections(readme: string, report: string): string {
  return readme.replace(
    /(<!-- report: (.+?) -->\n+```text\n)[\s\S]*?(\n```)/g,
    (_, open: string, title: string, close: string) => {
      const section = sectionOf(report, title);
      if (section === undefined) throw new Error(`Expected a section "${title}" in the report, found none.`);
      return `${open}${section}${close}`;
    },
  );
}

/** The lines under a title, up to the next title. Titles begin with capitals. */
function sectionOf(report: string, title: string): string | undefined {
  const lines = report.split("\n");
  const start = lines.findIndex((line) => line.startsWith(title));
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^[A-Z]{3,} [A-Z(]/.test(line));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .join("\n")
    .trim();
}
