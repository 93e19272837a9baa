// Fails unless every line of contracts/ (mocks aside) was run by a test. Reads what `hardhat test --coverage` wrote.
import { readFile } from "node:fs/promises";

import { uncoveredLines } from "./lcov.js";

const LCOV = "coverage/lcov.info";

const report = uncoveredLines(await readFile(LCOV, "utf8"));
for (const { file, lines } of report.uncovered) console.log(`${file}: lines ${lines.join(", ")} never run`);
console.log(`${String(report.covered)} of ${String(report.total)} lines of contracts/ run by tests`);
process.exitCode = report.uncovered.length === 0 && report.total > 0 ? 0 : 1;
