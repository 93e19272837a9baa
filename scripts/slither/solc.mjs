#!/usr/bin/env node
// The lockfile's compiler, as the program that Slither expects: `--version` and `--standard-json`.
import solc from "solc";

if (process.argv.includes("--version")) {
  console.log(`solc, the solidity compiler\nVersion: ${solc.version()}`);
} else {
  let input = "";
  for await (const chunk of process.stdin) input += chunk;
  process.stdout.write(solc.compile(input));
}
