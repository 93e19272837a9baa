/** A page with what stands between its markers `<!-- bench: NAME -->` and `<!-- /bench -->` replaced. */
export function fillSections(page: string, sections: Readonly<Record<string, string>>): string {
  return page.replace(
    /(<!-- bench: (\S+) -->\n)[\s\S]*?(\n<!-- \/bench -->)/g,
    (_, open: string, name: string, close: string) => {
      const section = sections[name];
      if (section === undefined) throw new Error(`The page asks for a section ${name}, which there is not.`);
      return `${open}\n${section}\n${close}`;
    },
  );
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
