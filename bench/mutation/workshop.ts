import { spawn } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";

import { applyMutant, type Mutant } from "./operators.js";

/** What became of a mutant: a test failed, all passed, or it does not compile and counts for nothing. */
export type Fate = "killed" | "survived" | "stillborn";

const COPIED = [
  "bench",
  "contracts",
  "docs",
  "deploy",
  "test",
  "sdk",
  "engine",
  "indexer",
  "scripts",
  "artifacts",
  "cache",
  "typechain-types",
];
const FILES = ["hardhat.config.ts", "package.json", "tsconfig.json", ".mocharc.json"];
const TIMEOUT_MS = 20 * 60_000;

/** A copy of the project in which mutants are tried, one at a time. */
export class Workshop {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async open(directory: string): Promise<Workshop> {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    for (const each of [...COPIED, ...FILES]) await cp(each, path.join(directory, each), { recursive: true });
    await symlink(path.resolve("node_modules"), path.join(directory, "node_modules"));
    return new Workshop(directory);
  }

  /** Whether all tests pass without any mutant: else every mutant would count as killed. */
  async isSound(): Promise<boolean> {
    return (await this.#hardhat("build")) && this.#hardhat("test", "--no-compile");
  }

  /** Tries the near tests, then, if it survives, all others. */
  async try(
    mutant: Mutant,
    tests: { readonly near: readonly string[]; readonly far: readonly string[] },
  ): Promise<Fate> {
    const file = path.join(this.#directory, mutant.file);
    const source = await readFile(file, "utf8");
    await writeFile(file, applyMutant(source, mutant));
    try {
      // Solidity tests are compiled only for what survives the others: that takes as long again as the contracts do.
      if (!(await this.#hardhat("build", "--no-typechain", "--no-tests"))) return "stillborn";
      if (!(await this.#passes("mocha", tests.near))) return "killed";
      if (!(await this.#hardhat("build", "--no-typechain"))) return "stillborn";
      const passes =
        (await this.#passes("solidity", tests.near)) &&
        (await this.#passes("mocha", tests.far)) &&
        (await this.#passes("solidity", tests.far));
      return passes ? "survived" : "killed";
    } finally {
      await writeFile(file, source);
    }
  }

  async close(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** Whether those of the tests that are this runner's pass. */
  async #passes(runner: "mocha" | "solidity", tests: readonly string[]): Promise<boolean> {
    const own = tests.filter((test) => test.endsWith(".sol") === (runner === "solidity"));
    if (own.length === 0) return true;
    return this.#hardhat("test", runner, ...(runner === "mocha" ? ["--bail"] : []), "--no-compile", ...own);
  }

  /** Whether the command ended with 0. One that does not end in time has found something, too: a loop that never ends. */
  #hardhat(...words: readonly string[]): Promise<boolean> {
    return new Promise((resolve) => {
      const cli = path.join("node_modules", "hardhat", "dist", "src", "cli.js");
      const child = spawn(process.execPath, [cli, ...words], {
        cwd: this.#directory,
        stdio: "ignore",
        timeout: TIMEOUT_MS,
      });
      child.on("close", (code) => {
        resolve(code === 0);
      });
    });
  }
}

/** Every contract test, Solidity and TypeScript, but the snapshot of the gas: no mutant is to be found by its price. */
export async function contractTests(): Promise<string[]> {
  const names = async (folder: string, end: string) =>
    (await readdir(folder))
      .filter((name) => name.endsWith(end) && !name.startsWith("gas-snapshot"))
      .map((name) => path.posix.join(folder, name));
  return [...(await names("test/contracts", ".test.ts")), ...(await names("test/fuzz", ".t.sol"))];
}
