// Everything that must hold before a change lands, in one run. Last line: `N passed, N failed`.
import { runStep, type Step, type StepResult } from "./step.js";

const STEPS: readonly Step[] = [
  { name: "kernels", command: ["asc", "--config", "engine/kernels/asconfig.json"] },
  { name: "contracts", command: ["hardhat", "build"] },
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  { name: "lint (TypeScript)", command: ["eslint", "."] },
  { name: "lint (Solidity)", command: ["solhint", "contracts/**/*.sol"] },
  { name: "types", command: ["tsc", "--noEmit"] },
  { name: "contract sizes", command: ["tsx", "scripts/checks/contract-size.ts"] },
  // Twice: gas is measured on the contracts as they are deployed, lines on instrumented ones.
  { name: "contract tests", command: ["hardhat", "test"], counts: true },
  { name: "contract tests, instrumented", command: ["hardhat", "test", "--coverage"] },
  { name: "contract coverage", command: ["tsx", "scripts/checks/coverage.ts"] },
  { name: "engine and end-to-end tests", command: ["mocha"], counts: true },
];

const results: StepResult[] = [];
for (const step of STEPS) results.push(await runStep(step));

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
