// `npm run slither`: static analysis by Slither, from PyPI, where Python is there. Fails on a finding that triage.json does not explain.
import { spawnSync } from "node:child_process";
import path from "node:path";

import { pythonTool, ROOT } from "../helpers/python-tool.mjs";

const python = path.join(pythonTool({ name: "slither", spec: "slither-analyzer==0.11.6" }), "python");
const { status } = spawnSync(python, [path.join(import.meta.dirname, "analyze.py"), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
