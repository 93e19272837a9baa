import { readFile } from "node:fs/promises";

import { format } from "prettier";

import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";

/** Text by the name of its section. */
export type Sections = Readonly<Record<string, string>>;

/** Writes a page with its sections filled, formatted as the project's pages are. Throws what {@link fillSections} throws. */
export async function writeSections(file: string, sections: Sections): Promise<void> {
  const page = fillSections(await readFile(file, "utf8"), sections);
  await writeAtomically(file, Buffer.from(await format(page, { parser: "markdown", printWidth: 120 })));
}

/**
 * A page with what stands between its markers `<!-- bench: NAME -->` and `<!-- /bench -->` replaced; the sections of other benches stay.
 * Throws if the page has no place for a section.
 */
export function fillSections(page: string, sections: Sections): string {
  const missing = new Set(Object.keys(sections));
  const filled = page.replace(
    /(<!-- bench: (\S+) -->\n)[\s\S]*?(\n<!-- \/bench -->)/g,
    (whole: string, open: string, name: string, close: string) => {
      const section = sections[name];
      missing.delete(name);
      return section === undefined ? whole : `${open}\n${section}\n${close}`;
    },
  );
  if (missing.size > 0) throw new Error(`Expected a place for the sections ${[...missing].join(", ")}, found none.`);
  return filled;
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
