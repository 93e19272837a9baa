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

function main([command, ...args]) {
  const script = COMMANDS[command];
  if (script === undefined) {
    throw new BootstrapError(`Expected one of ${Object.keys(COMMANDS).join(", ")}, got ${command ?? "nothing"}.`);
  }

  const node = provideNode();
  const environment = {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ""}`,
    HARDHAT_DISABLE_TELEMETRY_PROMPT: "true",
  };
  if (node !== process.execPath) return run(node, [process.argv[1], command, ...args], { env: environment });

  if (!isRecentEnough(process.version)) {
    throw new BootstrapError(
      `Node ${process.version} is too old although it was to be replaced. Install Node 24 by hand.`,
    );
  }
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
