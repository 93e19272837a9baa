import { createRequire } from "node:module";
import path from "node:path";

import hardhatToolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";

import { GENESIS_SECONDS } from "./scripts/demo/genesis.js";
import { TASKS } from "./scripts/tasks/definitions.js";

const require = createRequire(import.meta.url);

/** Whether the fuzz and invariant tests run for minutes (by night) or seconds. */
const LONG = process.env["OPENLEDGER_FUZZ"] === "long";

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
    // Handlers guard their calls, so a revert in one is a find. Runs by night: OPENLEDGER_FUZZ=long.
    solidity: {
      fuzz: { runs: LONG ? 5_000 : 256 },
      invariant: { runs: LONG ? 256 : 16, depth: LONG ? 500 : 100, failOnRevert: true },
    },
  },
});
