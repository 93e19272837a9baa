// Everything that must hold before a change lands, in one run. Last line: `N passed, N failed`.
import { runStep, type Step, type StepResult } from "./step.js";

const BUILD: readonly Step[] = [
  { name: "kernels", command: ["asc", "--config", "engine/kernels/asconfig.json"] },
  { name: "kernels of spans", command: ["asc", "--config", "engine/kernels/spans/asconfig.json"] },
  { name: "contracts", command: ["hardhat", "build"] },
];

// Lanes beside each other. All read the built contracts; the coverage run builds its own, elsewhere.
const FUZZ: readonly Step[] = [
  { name: "fuzz and invariant tests", command: ["hardhat", "test", "solidity", "--no-compile"], counts: true },
];
const CONTRACTS: readonly Step[] = [
  { name: "contract tests", command: ["hardhat", "test", "mocha", "--no-compile"], counts: true },
  {
    name: "contract tests, instrumented",
    command: ["hardhat", "test", "--coverage"],
    counts: true,
    // Lines are counted, not chances: the fuzz tests ran at full length above.
    environment: { OPENLEDGER_BUILT: "instrumented", OPENLEDGER_FUZZ: "short" },
  },
  { name: "contract coverage", command: ["tsx", "scripts/checks/coverage.ts"] },
];
const REST: readonly Step[] = [
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  { name: "lint (TypeScript)", command: ["eslint", "."] },
  { name: "lint (Solidity)", command: ["solhint", "contracts/**/*.sol"] },
  { name: "types", command: ["tsc", "--noEmit"] },
  { name: "contract sizes", command: ["tsx", "scripts/checks/contract-size.ts"] },
  { name: "engine and end-to-end tests", command: ["mocha"], counts: true },
];

async function runAll(steps: readonly Step[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) results.push(await runStep(step));
  return results;
}

const built = await runAll(BUILD);
const held = (steps: readonly Step[]) => steps.map((step) => ({ ...step, held: true }));
const lanes = await Promise.all([runAll(CONTRACTS), runAll(held(FUZZ)), runAll(held(REST))]);
const results = [...built, ...lanes.flat()];

console.log("\n");
console.table(
  Object.fromEntries(
    results.map(({ name, passed, failed, seconds }) => [name, { passed, failed, seconds: Math.round(seconds) }]),
  ),
);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
for (const result of results.filter((each) => each.failed > 0)) console.log(`failed: ${result.name}`);
console.log(`${String(passed)} passed, ${String(failed)} failed`);
process.exitCode = failed === 0 ? 0 : 1;
