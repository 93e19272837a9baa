// `npm run bench:retrieval`: how much likelier retrieved chunks make true continuations, under the mixture and others, and whose chunks did
// it; writes bench/results/retrieval.json and the tables of docs/retrieval.md. With --json prints the figures.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { format } from "prettier";

import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { measure } from "./measure.js";
import { insertTables } from "./page.js";

const PAGE = "docs/retrieval.md";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });

const figures = await measure(await loadEngine(), await loadBase());
// No date and no machine: no figure depends on them.
const results = { format: "openledger-retrieval-bench-v1", command: "npm run bench:retrieval", ...figures };
await writeAtomically("bench/results/retrieval.json", Buffer.from(`${JSON.stringify(results, undefined, 2)}\n`));
const page = insertTables(await readFile(PAGE, "utf8"), figures);
await writeAtomically(PAGE, Buffer.from(await format(page, { parser: "markdown", printWidth: 120 })));
if (values.json) console.log(JSON.stringify(results));
