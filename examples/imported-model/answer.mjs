// node answer.mjs directory requests.json
// Answers requests [{ subject, prompt, maxBytes }] with the model that train.mjs left in the directory: prints the answers as a JSON list,
// and writes their query vectors to answers.safetensors. A subject is the request's hash, which the host computes.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

import { complete, countsOf, gradientOf } from "./bigram.mjs";
import { floats, hashes, readFloats, writeTensors } from "./safetensors.mjs";

const [directory, requestsFile] = process.argv.slice(2);
const file = path.join(directory, "weights.safetensors");
const weights = readFloats(file, "weights");
const requests = JSON.parse(readFileSync(requestsFile, "utf8"));

const answers = requests.map(({ subject, prompt, maxBytes }) =>
  complete(weights, prompt, { length: maxBytes, seed: subject }),
);
// The loss of the answer alone: the symbols of the prompt are not the model's.
const queries = answers.map((answer, i) => gradientOf(weights, countsOf(requests[i].prompt.slice(-1) + answer)));
writeTensors(
  path.join(directory, "answers.safetensors"),
  { queries: floats(queries), subjects: hashes(requests.map(({ subject }) => subject)) },
  {
    format: "openledger-import-queries-v1",
    weightsSha256: createHash("sha256").update(readFileSync(file)).digest("hex"),
  },
);
console.log(JSON.stringify(answers));
