// `npm run bench:gas`: measures, writes bench/results/gas.json and docs/gas.md. With --json prints the rows as well.
import { mkdir, writeFile } from "node:fs/promises";

import { format } from "prettier";

import { measureGas } from "./measure.js";
import { gasPage } from "./page.js";

const rows = await measureGas();
await mkdir("bench/results", { recursive: true });
await writeFile("bench/results/gas.json", `${JSON.stringify({ format: "openledger-gas-v1", rows }, undefined, 2)}\n`);
await writeFile("docs/gas.md", await format(gasPage(rows), { parser: "markdown" }));
if (process.argv.includes("--json")) console.log(JSON.stringify(rows));
else console.table(rows.map(({ operation, gas, ceiling }) => ({ operation, gas, ceiling })));
process.exit(); // the in-process chain would keep the process alive
