import { styleText } from "node:util";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";

import type { BaseError } from "../../../engine/src/core/errors.js";
import { type Client, connect } from "../../../sdk/src/client.js";
import { decodeError } from "../../../sdk/src/errors.js";
import { loadDeployment } from "../../../sdk/src/io/deployments.js";
import { exitCodeOf } from "./exit-code.js";
import { findSigner } from "./find-signer.js";
import { toJson, toText } from "./output.js";
import { NoSuchNetworkError } from "./task-errors.js";
import { started } from "./usage-exit-code.js";

/** The options every verb has. */
type CommonArguments = {
  readonly json: boolean;
  readonly account: string | undefined;
  readonly deployments: string;
};

type TaskContext = {
  readonly hre: HardhatRuntimeEnvironment;
  /** Tells the person at the terminal how it goes. Never data. */
  readonly progress: (text: string) => void;
  /** Ends the command with this failure once its data is printed. */
  readonly failAfter: (error: BaseError) => void;
  /** The chain, on first use. */
  readonly connection: () => Promise<NetworkConnection>;
  /** The deployment on that chain, seen by the chosen account; on first use, so that options are checked before. */
  readonly client: () => Promise<Client>;
};

type Verb<A, D extends object> = (options: A & CommonArguments, context: TaskContext) => Promise<D>;

/**
 * Makes a Hardhat action of a verb: its data goes to stdout (text or, with --json, one JSON document), its progress to stderr, its
 * failure becomes a line on stderr and an exit code.
 * @param options.text how people read the data; by default one line a field.
 */
export function runTask<A, D extends object = object>(
  verb: Verb<A, D>,
  { text = toText }: { readonly text?: (data: D) => string } = {},
) {
  return async (options: A & CommonArguments, hre: HardhatRuntimeEnvironment): Promise<void> => {
    started();
    const opened: NetworkConnection[] = [];
    const connection = once(async () => {
      const made = await openNetwork(hre);
      opened.push(made);
      return made;
    });
    const client = once(async () => openClient(await connection(), options));
    let failure: BaseError | undefined;
    const context: TaskContext = {
      hre,
      failAfter: (error) => (failure = error),
      connection,
      client,
      progress: (text) => process.stderr.write(`${styleText("dim", text, { stream: process.stderr })}\n`),
    };

    try {
      const data = await verb(options, context);
      process.stdout.write(`${options.json ? toJson(data) : text(data)}\n`);
      if (failure !== undefined) throw failure;
    } catch (error) {
      report(error, { json: options.json, stack: process.argv.includes("--show-stack-traces") });
    } finally {
      await Promise.all(opened.map((each) => each.close()));
    }
  };
}

/** The network of --network; without one, the node on this machine: the in-process chain would end with the command. */
async function openNetwork(hre: HardhatRuntimeEnvironment): Promise<NetworkConnection> {
  const name = hre.globalOptions.network ?? "localhost";
  if (hre.config.networks[name] === undefined) {
    throw new NoSuchNetworkError(name, Object.keys(hre.config.networks));
  }
  return hre.network.getOrCreate(name);
}

async function openClient(connection: NetworkConnection, options: CommonArguments): Promise<Client> {
  const { ethers } = connection;
  const deployment = await loadDeployment(ethers.provider, options.deployments);
  return connect(findSigner(await ethers.getSigners(), options.account), deployment);
}

function report(error: unknown, { json, stack }: { readonly json: boolean; readonly stack: boolean }): void {
  const decoded = decodeError(error);
  process.exitCode = exitCodeOf(decoded);
  const { code, message } = decoded;
  if (json) process.stderr.write(`${JSON.stringify({ error: { code, message } })}\n`);
  else process.stderr.write(`${styleText("red", "error:", { stream: process.stderr })} ${message}\n`);
  if (stack)
    process.stderr.write(
      `${decoded.stack ?? ""}\n${decoded.cause instanceof Error ? String(decoded.cause.stack) : ""}\n`,
    );
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
