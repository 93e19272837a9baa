import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

export const ROOT = path.join(import.meta.dirname, "..", "..");

/**
 * Installs a program from PyPI into an environment of its own under .bootstrap, once. Ends the process with 4 where there is no Python.
 * @param {{ name: string, spec: string }} tool the environment's name, and what pip installs: `package==version`.
 * @returns {string} the directory of its programs.
 */
export function pythonTool({ name, spec }) {
  const home = path.join(ROOT, ".bootstrap", name);
  const bin = path.join(home, "bin");
  if (spawnSync("python3", ["-m", "venv", "--help"]).status !== 0) {
    console.error(`${spec} needs Python 3.11 or newer, with venv, as \`python3\`. Install it and run again.`);
    process.exit(4);
  }
  if (!existsSync(path.join(home, "installed"))) {
    console.error(`Installing ${spec} into .bootstrap/${name}`);
    execFileSync("python3", ["-m", "venv", home], { stdio: "inherit" });
    execFileSync(path.join(bin, "python"), ["-m", "pip", "install", "--quiet", spec], { stdio: "inherit" });
    execFileSync("touch", [path.join(home, "installed")]);
  }
  return bin;
}
