import { createRequire } from "node:module";
import path from "node:path";

import hardhatToolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";

import { GENESIS_SECONDS } from "./scripts/demo/genesis.js";
import { TASKS } from "./scripts/tasks/definitions.js";

const require = createRequire(import.meta.url);

/**
 * How far the fuzz and invariant tests go, by OPENLEDGER_FUZZ: `short` where every call is slow (coverage), `long` by night. An
 * invariant's run is a fresh economy, its depth the calls into it, after each of which every law of its suite is checked.
 */
const FUZZ = {
  short: { fuzz: { runs: 64 }, invariant: { runs: 16, depth: 50 } },
  ordinary: { fuzz: { runs: 256 }, invariant: { runs: 256, depth: 500 } },
  long: { fuzz: { runs: 5_000 }, invariant: { runs: 2_000, depth: 500 } },
};

/** @throws where OPENLEDGER_FUZZ is something else: a run by night must not be an ordinary one by a slip. */
function fuzzing(): (typeof FUZZ)["ordinary"] {
  const scale = process.env["OPENLEDGER_FUZZ"] ?? "ordinary";
  if (scale === "short" || scale === "ordinary" || scale === "long") return FUZZ[scale];
  throw new Error(`OPENLEDGER_FUZZ is "${scale}": set it to short, ordinary or long, or leave it out`);
}

/** Where everything built goes. The coverage run's instrumented contracts have a place of their own, so that both can be tested at once. */
const BUILT = process.env["OPENLEDGER_BUILT"] ?? "";

export default defineConfig({
  plugins: [hardhatToolbox],
  tasks: TASKS,
  networks: {
    // The demonstration's chain: it begins on the same day on every machine.
    demo: {
      type: "edr-simulated",
      chainType: "l1",
      accounts: { count: 40 },
      initialDate: new Date(GENESIS_SECONDS * 1000),
    },
    localhost: { type: "http", url: process.env["OPENLEDGER_RPC_URL"] ?? "http://127.0.0.1:8545" },
  },
  solidity: {
    profiles: {
      default: {
        version: "0.8.30",
        // The compiler comes with the lockfile: nothing is downloaded.
        path: require.resolve("solc/soljson.js"),
        settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun" },
      },
    },
  },
  // Solidity tests (.t.sol) stand beside the TypeScript ones; the engine's tests belong to plain mocha.
  paths: {
    artifacts: path.join(BUILT, "artifacts"),
    cache: path.join(BUILT, "cache"),
    ignition: "deploy",
    tests: { mocha: "test/contracts", solidity: "test" },
  },
  typechain: { outDir: path.join(import.meta.dirname, BUILT, "typechain-types"), alwaysGenerateOverloads: false },
  test: {
    mocha: { timeout: 120_000 },
    // Handlers guard their calls, so a revert in one is a find.
    solidity: { fuzz: fuzzing().fuzz, invariant: { ...fuzzing().invariant, failOnRevert: true } },
  },
});
