// `npm start` and `npm test` begin here: the right Node, the locked dependencies, then the command.
import path from "node:path";

import { installDependencies } from "./install.mjs";
import { isRecentEnough, provideNode } from "./node.mjs";
import { BootstrapError, ROOT, run, say } from "./shell.mjs";

/** What each command runs, after installation, under the provided Node. */
const COMMANDS = {
  start: "scripts/demo/start.ts",
  test: "scripts/checks/test.ts",
};

/** The exit code of a usage error, as on the command line. */
const USAGE = 2;

/** Set for the Node that was taken from the registry: the version it stands in for. */
const REPLACED = "OPENLEDGER_REPLACED_NODE";

function main([command, ...args]) {
  const script = Object.hasOwn(COMMANDS, command ?? "") ? COMMANDS[command] : undefined;
  if (script === undefined) {
    say(`Expected one of ${Object.keys(COMMANDS).join(", ")}, got ${command ?? "nothing"}.`);
    return USAGE;
  }

  if (process.env[REPLACED] !== undefined && !isRecentEnough(process.version)) {
    throw new BootstrapError(
      `The Node that was to replace ${process.env[REPLACED]} runs as ${process.version}, which is too old. ` +
        "Delete .bootstrap and run again, or install Node 24 by hand.",
    );
  }
  const node = provideNode();
  const environment = {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ""}`,
    HARDHAT_DISABLE_TELEMETRY_PROMPT: "true",
    [REPLACED]: node === process.execPath ? undefined : process.version,
  };
  if (node !== process.execPath) return run(node, [process.argv[1], command, ...args], { env: environment });

  installDependencies(node, environment);
  return run(node, ["--import", "tsx", path.join(ROOT, script), ...args], { env: environment });
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BootstrapError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
