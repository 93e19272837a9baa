// `npm run slither`: static analysis by Slither, from PyPI, where Python is there. Fails on a finding that triage.json does not explain.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const SLITHER = "slither-analyzer==0.11.6";
const ROOT = path.join(import.meta.dirname, "..", "..");
const HOME = path.join(ROOT, ".bootstrap", "slither");
const PYTHON = path.join(HOME, "bin", "python");

if (spawnSync("python3", ["-m", "venv", "--help"]).status !== 0) {
  console.error("Slither needs Python 3.10 or newer with venv as `python3`. Install it and run again.");
  process.exit(4);
}
if (!existsSync(path.join(HOME, "bin", "slither"))) {
  console.error(`Installing ${SLITHER} into .bootstrap/slither`);
  execFileSync("python3", ["-m", "venv", HOME], { stdio: "inherit" });
  execFileSync(PYTHON, ["-m", "pip", "install", "--quiet", SLITHER], { stdio: "inherit" });
}
const { status } = spawnSync(PYTHON, [path.join(import.meta.dirname, "analyze.py"), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
