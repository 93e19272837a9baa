// `npm start`: builds what must be built, runs the demonstration, prints what it found.
import { readFile } from "node:fs/promises";
import path from "node:path";

import { runStep } from "../checks/step.js";
import { Progress } from "./progress.js";

const ROOT = path.resolve(import.meta.dirname, "../..");
const REPORT = path.join(ROOT, "reports", "demo");

const json = process.argv.includes("--json");
const log = (text: string) => process.stderr.write(text);

for (const command of [
  ["asc", "--config", "engine/kernels/asconfig.json"],
  ["hardhat", "build"],
] as const) {
  const { failed } = await runStep({ name: command[0], command, quiet: json });
  if (failed > 0) process.exit(1);
}

// Only now: both need what was just built.
const { default: hre } = await import("hardhat");
const { runDemo } = await import("./demo.js");
const live = process.stderr.isTTY && process.env["NO_COLOR"] === undefined;
const result = await runDemo(hre, { directory: REPORT, progress: new Progress(log, live) });

await result.chain.close();
const file = path.join(REPORT, json ? "summary.json" : "report.txt");
process.stdout.write(`\n${await readFile(file, "utf8")}`);
log(`\nReport: ${path.relative(process.cwd(), REPORT)}\n`);
process.exitCode = result.report.matches ? 0 : 6;
