// The few things the bootstrap shares. No dependencies: this runs before anything is installed.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// Not import.meta.dirname: the first versions of Node 20 have none.
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A failure that the person at the keyboard can act on. */
export class BootstrapError extends Error {}

/** Progress goes to stderr; stdout belongs to the command. */
export function say(message) {
  process.stderr.write(`[openledger] ${message}\n`);
}

/** Runs a program to its end with this terminal. @returns {number} its exit code. Throws a BootstrapError if it cannot start. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { stdio: "inherit", cwd: ROOT, ...options });
  if (result.error) {
    throw new BootstrapError(`${program} cannot be run (${result.error.message}). Check that it is on the PATH.`);
  }
  return result.status ?? 1;
}

/** Runs npm under the given Node. @returns {boolean} whether it succeeded. */
export function npm(node, args, options = {}) {
  const all = [...args, "--no-audit", "--no-fund", "--loglevel=error"];
  // The caller's npm, so that its configuration and version are kept; a plain `npm` when not started by one.
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /(^|[\\/])npm-cli\.c?js$/.test(cli)) return run(node, [cli, ...all], options) === 0;
  const windows = process.platform === "win32";
  return run(windows ? "npm.cmd" : "npm", all, { shell: windows, ...options }) === 0;
}
