// Fails when a contract is too large to be deployed (EIP-170). `--json` prints the sizes as JSON.
import { globSync, readFileSync } from "node:fs";

const MAX_RUNTIME_BYTES = 24_576;

type Artifact = { readonly contractName: string; readonly sourceName: string; readonly deployedBytecode: string };

const sizes = globSync("artifacts/contracts/**/*.json")
  .map((file) => JSON.parse(readFileSync(file, "utf8")) as Artifact)
  .filter(({ sourceName, deployedBytecode }) => isDeployable(sourceName) && deployedBytecode.length > 2)
  .map(({ contractName, deployedBytecode }) => ({ contract: contractName, bytes: (deployedBytecode.length - 2) / 2 }))
  .sort((a, b) => b.bytes - a.bytes || (a.contract < b.contract ? -1 : 1));

if (process.argv.includes("--json")) console.log(JSON.stringify({ maxBytes: MAX_RUNTIME_BYTES, sizes }, null, 2));
else for (const { contract, bytes } of sizes) console.log(row(contract, bytes));

const tooLarge = sizes.filter(({ bytes }) => bytes > MAX_RUNTIME_BYTES);
for (const { contract, bytes } of tooLarge) {
  console.error(`${contract} has ${String(bytes)} bytes of runtime code; the limit is ${String(MAX_RUNTIME_BYTES)}.`);
}
if (sizes.length === 0) console.error("Expected artifacts of contracts, found none. Build first: npx hardhat build.");
process.exitCode = sizes.length > 0 && tooLarge.length === 0 ? 0 : 1;

/** Libraries are inlined and mocks never deployed. */
function isDeployable(sourceName: string): boolean {
  return !/^contracts\/(?:mocks|libraries|interfaces|types)\//.test(sourceName);
}

function row(contract: string, bytes: number): string {
  const percent = ((100 * bytes) / MAX_RUNTIME_BYTES).toFixed(0);
  return `${contract.padEnd(24)} ${String(bytes).padStart(6)} bytes ${percent.padStart(4)} %`;
}
