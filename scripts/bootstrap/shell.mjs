// The few things the bootstrap shares. No dependencies: this runs before anything is installed.
import { spawnSync } from "node:child_process";
import path from "node:path";

export const ROOT = path.resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../..");

/** A failure that the person at the keyboard can act on. */
export class BootstrapError extends Error {}

/** Progress goes to stderr; stdout belongs to the command. */
export function say(message) {
  process.stderr.write(`[openledger] ${message}\n`);
}

/** Runs a program to its end with this terminal. @returns {number} its exit code. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { stdio: "inherit", cwd: ROOT, ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** Runs npm under the given Node. @returns {boolean} whether it succeeded. */
export function npm(node, args, options = {}) {
  const cli = process.env.npm_execpath;
  const flags = ["--no-audit", "--no-fund", "--loglevel=error"];
  // The caller's npm, so that its configuration and version are kept; a plain `npm` when not started by one.
  const viaCli = cli !== undefined && /\.c?js$/.test(cli);
  return viaCli
    ? run(node, [cli, ...args, ...flags], options) === 0
    : run(process.platform === "win32" ? "npm.cmd" : "npm", [...args, ...flags], {
        shell: process.platform === "win32",
        ...options,
      }) === 0;
}
