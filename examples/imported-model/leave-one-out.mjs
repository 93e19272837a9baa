// node leave-one-out.mjs cells.json directory requests.json answers.json
// Trains the model once more without each cell, and prints by how much that raises the loss of each answer: a JSON list a request. What the
// scores are an estimate of; nothing that is published needs it.
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import path from "node:path";

import { countsOf, lossOf, sumOf, train } from "./bigram.mjs";
import { readFloats } from "./safetensors.mjs";

const [cellsFile, directory, requestsFile, answersFile] = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const cells = read(cellsFile).cells.map(({ text }) => countsOf(Buffer.from(text, "base64").toString()));
const all = sumOf(cells);
const trained = readFloats(path.join(directory, "weights.safetensors"), "weights");

const retrained = cells.map((cell) =>
  train(
    all.map((count, lane) => count - cell[lane]),
    trained,
  ),
);
const answers = read(answersFile);
const rises = read(requestsFile).map(({ prompt }, i) => {
  const counts = countsOf(prompt.slice(-1) + answers[i]);
  const before = lossOf(trained, counts);
  return retrained.map((weights) => lossOf(weights, counts) - before);
});
console.log(JSON.stringify(rises));
