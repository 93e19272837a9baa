import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PAGE = readFileSync(`${ROOT}docs/threats.md`, "utf8");

/** A test as the page names it: its file under the root, and its title. */
const NAMED = [...PAGE.matchAll(/\]\(\.\.\/([^)]+)\) › `([^`]+)`/g)].map(([, file, title]) => ({
  file: file!,
  title: title!,
}));

/** The titles of a file's tests as its source has them; `…` stands where a value is filled in. */
function titlesOf(file: string): string[] {
  const text = readFileSync(`${ROOT}${file}`, "utf8");
  if (file.endsWith(".sol"))
    return [...text.matchAll(/function ((?:test|invariant|check)\w*)/g)].map(([, name]) => name!);

  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^it/.test(node.expression.getText())) titles.push(titleOf(node.arguments[0]!));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return titles;
}

function titleOf(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return node.getText();
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}

describe("docs/threats.md", () => {
  it("names a test in each row of its tables", () => {
    const rows = PAGE.split("\n").filter((line) => line.startsWith("|") && !/^\| (finding|-)/.test(line));
    expect(rows).not.to.be.empty;
    expect(rows.filter((row) => !row.includes(") › `"))).to.deep.equal([]);
  });

  it("names only tests that exist, by their exact titles", () => {
    expect(NAMED.filter(({ file, title }) => !titlesOf(file).includes(title))).to.deep.equal([]);
  });

  it("names every test that has its finding in brackets", () => {
    const bracketed = globSync("test/**/*.test.ts", { cwd: ROOT }).flatMap((path) => {
      const file = path.replaceAll("\\", "/");
      return titlesOf(file)
        .filter((title) => title.startsWith("["))
        .map((title) => ({ file, title }));
    });
    expect(bracketed).not.to.be.empty;
    const named = new Set(NAMED.map(({ file, title }) => `${file} ${title}`));
    expect(bracketed.filter(({ file, title }) => !named.has(`${file} ${title}`))).to.deep.equal([]);
  });
});
