// `npm run bench:retrieval`: how much likelier retrieved chunks make true continuations, under the mixture and others, and whose chunks did
// it; writes bench/results/retrieval.json and the tables of docs/retrieval.md. With --json prints the figures.
import { parseArgs } from "node:util";

import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { writeSections } from "../page/sections.js";
import { measure } from "./measure.js";
import { sectionOf } from "./page.js";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });

const figures = await measure(await loadEngine(), await loadBase());
// No date and no machine: no figure depends on them.
const results = { format: "openledger-retrieval-bench-v1", command: "npm run bench:retrieval", ...figures };
await writeAtomically("bench/results/retrieval.json", Buffer.from(`${JSON.stringify(results, undefined, 2)}\n`));
await writeSections("docs/retrieval.md", { retrieval: sectionOf(figures) });
if (values.json) console.log(JSON.stringify(results));
