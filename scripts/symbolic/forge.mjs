#!/usr/bin/env node
// What Halmos calls to build: compiles test/symbolic with the lockfile's compiler into the layout that Halmos reads.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import solc from "solc";

const { resolve } = createRequire(import.meta.url);
const FOLDER = "test/symbolic";
const OUT = ".bootstrap/halmos/out";

const sources = Object.fromEntries(
  readdirSync(FOLDER).map((name) => {
    const file = path.posix.join(FOLDER, name);
    return [file, { content: readFileSync(file, "utf8") }];
  }),
);
const input = {
  language: "Solidity",
  sources,
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true, runs: 200 },
    outputSelection: { "*": { "*": ["abi", "metadata", "evm"], "": ["ast"] } },
  },
};
const load = (file) => ({ contents: readFileSync(file.startsWith("@") ? resolve(file) : file, "utf8") });
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: load }));
const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
for (const { formattedMessage } of errors) console.error(formattedMessage);
if (errors.length > 0) process.exit(1);

for (const [file, contracts] of Object.entries(output.contracts)) {
  const folder = path.join(OUT, path.basename(file));
  mkdirSync(folder, { recursive: true });
  for (const [name, { abi, evm, metadata }] of Object.entries(contracts)) {
    const artifact = {
      abi,
      bytecode: evm.bytecode,
      deployedBytecode: evm.deployedBytecode,
      methodIdentifiers: evm.methodIdentifiers,
      metadata: JSON.parse(metadata),
      ast: output.sources[file].ast,
      id: output.sources[file].id,
    };
    const hexed = JSON.stringify(artifact, (key, value) => (key === "object" ? `0x${value}` : value));
    writeFileSync(path.join(folder, `${name}.json`), hexed);
  }
}
