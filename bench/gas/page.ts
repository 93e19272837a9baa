import type { GasRow } from "./row.js";

/** docs/gas.md. */
export function gasPage(rows: readonly GasRow[]): string {
  const number = (gas: number) => gas.toLocaleString("en-US");
  const lines = rows.map(({ operation, gas, ceiling, peer }) => {
    const limit = ceiling === null ? "" : `${number(ceiling)}${gas > ceiling ? " (missed)" : ""}`;
    return `| ${operation} | ${number(gas)} | ${limit} | ${peer ?? ""} |`;
  });
  return [
    "# Gas",
    "",
    "Measured by `npm run bench:gas` (solc 0.8.30, optimizer 200 runs, cancun, Hardhat's in-process chain); the numbers are the same on every machine.",
    "`npm test` measures again and fails where a row of `bench/results/gas.json` has become more than 1 % dearer. Peers' figures were measured once with the same",
    "settings. But for the first, refutations are counted without slashing, which depends on the number of signers; calldata and what the ledger writes down are most of them. Their ceilings in",
    "trees of a million rows and credits and 131,072 contributions are asserted by `test/contracts/*Prover.gas.test.ts`: 80,000 to 193,000, so the 100,000 aimed at is missed by most.",
    "",
    "| operation | gas | at most | peers |",
    "| --- | --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
}
