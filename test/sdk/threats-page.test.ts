import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PAGE = readFileSync(`${ROOT}docs/threats.md`, "utf8");

/** A test as both tell it apart: its file under the root, and its title. */
const keyOf = (file: string, title: string) => `${file} › ${title}`;

/** The titles of a file's tests as its source has them; `…` stands where a value is filled in. */
function titlesOf(file: string): string[] {
  const text = readFileSync(`${ROOT}${file}`, "utf8");
  if (file.endsWith(".sol")) return [...text.matchAll(/function ((?:test|invariant)\w*)/g)].map(([, name]) => name!);

  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && /^it/.test(node.expression.text)) {
      titles.push(titleOf(node.arguments[0]!));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return titles;
}

function titleOf(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return "…";
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}

describe("docs/threats.md", () => {
  const named = [...PAGE.matchAll(/\]\(\.\.\/([^)]+)\) › `([^`]+)`/g)].map(([, file, title]) => keyOf(file!, title!));
  let existing: Set<string>;

  before(function () {
    this.timeout(60_000);
    const files = globSync("test/**/*.{test.ts,t.sol}", { cwd: ROOT }).map((path) => path.replaceAll("\\", "/"));
    existing = new Set(files.flatMap((file) => titlesOf(file).map((title) => keyOf(file, title))));
  });

  it("names a test in each row of its tables", () => {
    const rows = PAGE.split("\n").filter((line) => line.startsWith("|") && !/^\| (finding|-)/.test(line));
    expect(rows).not.to.be.empty;
    expect(rows.filter((row) => !row.includes(") › `"))).to.deep.equal([]);
  });

  it("names only tests that exist, by their exact titles", () => {
    expect(named.filter((each) => !existing.has(each))).to.deep.equal([]);
  });

  it("names every test that has its finding in brackets", () => {
    const bracketed = [...existing].filter((each) => each.includes(" › ["));
    expect(bracketed).not.to.be.empty;
    expect(bracketed.filter((each) => !named.includes(each))).to.deep.equal([]);
  });
});
