/** Writes test/e2e/demo-golden.json from the last `npm start`: after a deliberate change of anything that the roots commit to. */
import { readFile, writeFile } from "node:fs/promises";

const summary = JSON.parse(await readFile("reports/demo/summary.json", "utf8")) as { roots: unknown };
await writeFile("test/e2e/demo-golden.json", `${JSON.stringify(summary.roots, undefined, 2)}\n`);
