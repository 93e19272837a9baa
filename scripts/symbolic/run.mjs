// `npm run symbolic`: the laws of test/symbolic for every input, by Halmos, from PyPI, where Python is there. A minute.
import { spawnSync } from "node:child_process";
import { existsSync, symlinkSync } from "node:fs";
import path from "node:path";

import { pythonTool, ROOT } from "../helpers/python-tool.mjs";

const bin = pythonTool({ name: "halmos", spec: "halmos==0.3.3" });
// Halmos builds by calling `forge`: ours compiles with the lockfile's compiler.
const forge = path.join(bin, "forge");
if (!existsSync(forge)) symlinkSync(path.join(import.meta.dirname, "forge.mjs"), forge);

const words = ["--root", ROOT, "--forge-build-out", ".bootstrap/halmos/out", "--function", "check_", "--loop", "64"];
const { status } = spawnSync(path.join(bin, "halmos"), [...words, ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
  env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` },
});
process.exitCode = status ?? 1;
