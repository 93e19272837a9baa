// Installs the locked dependencies once, under the Node that will run them.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { BootstrapError, ROOT, npm, run, say } from "./shell.mjs";

const STAMP = path.join(ROOT, "node_modules", ".openledger-installed");

/** No-op when the lockfile, the platform and the Node major are those of the last successful install. */
export function installDependencies(node, environment) {
  const wanted = fingerprint(process.version);
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;

  say(`Installing the locked dependencies under Node ${process.version} (once).`);
  // No package here needs an install script; ignoring them makes the result the same where they are blocked.
  if (!npm(node, ["ci", "--ignore-scripts"], { env: environment })) {
    throw new BootstrapError("npm ci failed. Check that npm reaches its registry (or has its cache), then run again.");
  }
  // Hardhat's native part is an optional dependency: npm skips it silently when it thinks the platform or Node unfit.
  const native = ["--eval", "require('@nomicfoundation/edr')"];
  if (run(node, native, { env: environment, stdio: "ignore" }) !== 0) {
    throw new BootstrapError(
      "Hardhat's native package for this platform is missing. Delete node_modules and run again; " +
        "if it stays missing, this platform is not supported by Hardhat 3.",
    );
  }
  writeFileSync(STAMP, wanted);
}

function fingerprint(version) {
  const lock = readFileSync(path.join(ROOT, "package-lock.json"));
  const major = version.split(".")[0];
  return `${createHash("sha256").update(lock).digest("hex")} ${process.platform}-${process.arch} ${major}\n`;
}
