// node train.mjs cells.json directory
// Trains on the cells that `npx hardhat model cells` wrote, and writes what `npx hardhat model import` reads.
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { countsOf, DAMPING, gradientOf, LANES, SYMBOLS, solve, sumOf, train } from "./bigram.mjs";
import { floats, hashes, writeTensors } from "./safetensors.mjs";

const [cellsFile, directory] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
const data = JSON.parse(readFileSync(cellsFile, "utf8"));
const textOf = (base64) => Buffer.from(base64, "base64").toString();
const sha256 = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");

const cells = data.cells.map(({ text }) => countsOf(textOf(text)));
const all = sumOf(cells);
const trained = train(all);
const rounded = Float64Array.from(trained, Math.fround); // what the file holds is what answers
const weights = path.join(directory, "weights.safetensors");
const rows = Array.from({ length: SYMBOLS }, (_, i) => [...rounded.subarray(i * SYMBOLS, (i + 1) * SYMBOLS)]);
writeTensors(weights, { weights: floats(rows) }, { model: "bigram softmax regression" });

// How the weights move when a cell is left out: (F + damping)^-1 times the gradient of its loss.
const responses = cells.map((counts) => solve(rounded, all, gradientOf(rounded, counts)));
const weightsSha256 = sha256(weights);
writeTensors(
  path.join(directory, "responses.safetensors"),
  { responses: floats(responses) },
  {
    format: "openledger-import-responses-v1",
    versions: data.versions.map(({ datanetId, version }) => `${datanetId}:${version}`).join(","),
    cellBytes: String(data.cellBytes),
    cellsRoot: data.cellsRoot,
    method: "r0-influence",
    damping: String(DAMPING),
    trainer: "examples/imported-model",
    codeSha256: sha256(new URL("./bigram.mjs", import.meta.url)),
    weightsSha256,
  },
);

// A version's held-out text is a query like any: the gradient of its mean loss.
const heldOut = data.versions.map(({ heldOut: texts }) => {
  const gradient = gradientOf(rounded, sumOf(texts.map((text) => countsOf(textOf(text)))));
  return gradient.map((value) => value / texts.length);
});
writeTensors(
  path.join(directory, "queries.safetensors"),
  { queries: floats(heldOut), subjects: hashes(data.versions.map(({ root }) => root)) },
  { format: "openledger-import-queries-v1", weightsSha256 },
);
console.log(JSON.stringify({ cells: cells.length, lanes: LANES }));
