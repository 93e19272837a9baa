import { readFile } from "node:fs/promises";
import path from "node:path";

import type { Provider } from "ethers";

import { BaseError } from "../../../engine/src/core/errors.js";
import { writeAtomically } from "../../../engine/src/io/store/write-atomically.js";
import { abiHash } from "../abi-hash.js";
import { CONTRACTS } from "../contracts.js";
import { type Deployment, DeploymentFormatError, parseDeployment } from "../deployment.js";

const DEPLOYMENTS_DIRECTORY = "deployments";

/**
 * Reads the deployment of the chain that `provider` talks to, and checks that it is really there.
 * Throws {@link MissingDeploymentError}, {@link WrongChainError}, {@link StaleDeploymentError}, {@link DeploymentFormatError}.
 */
export async function loadDeployment(provider: Provider, directory = DEPLOYMENTS_DIRECTORY): Promise<Deployment> {
  const chainId = Number((await provider.getNetwork()).chainId);
  const file = deploymentFile(chainId, directory);
  const deployment = parseDeployment(parseJson(await read(file, chainId)));
  if (deployment.chainId !== chainId) throw new WrongChainError(file, deployment.chainId, chainId);
  if (deployment.abiHash !== abiHash()) throw new StaleDeploymentError(file, "was made from other contracts");

  // A local chain that was started anew has the same id and none of the contracts.
  const code = await provider.getCode(deployment.addresses[CONTRACTS.ledger.name]);
  if (code === "0x") throw new StaleDeploymentError(file, "names contracts that are not on this chain");
  return deployment;
}

/** Writes `deployments/<chainId>.json` whole or not at all. Returns the file's path. */
export async function saveDeployment(deployment: Deployment, directory = DEPLOYMENTS_DIRECTORY): Promise<string> {
  const file = deploymentFile(deployment.chainId, directory);
  await writeAtomically(file, new TextEncoder().encode(`${JSON.stringify(deployment, null, 2)}\n`));
  return file;
}

export function deploymentFile(chainId: number, directory = DEPLOYMENTS_DIRECTORY): string {
  return path.join(directory, `${String(chainId)}.json`);
}

async function read(file: string, chainId: number): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new MissingDeploymentError(file, chainId, cause);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DeploymentFormatError("JSON", text.slice(0, 40));
  }
}

export class MissingDeploymentError extends BaseError {
  readonly code = "DEPLOYMENT_MISSING";

  constructor(file: string, chainId: number, cause: unknown) {
    super(
      `Expected ${file}, the contracts on chain ${String(chainId)}, but it cannot be read. ` +
        "Run `npx hardhat deploy --network <name>` first.",
      { cause },
    );
  }
}

export class WrongChainError extends BaseError {
  readonly code = "WRONG_CHAIN";

  constructor(file: string, fileChainId: number, chainId: number) {
    super(
      `Expected a chain with id ${String(fileChainId)} as in ${file}, got ${String(chainId)}. ` +
        "Choose the right --network, or run `npx hardhat deploy --network <name>` there.",
    );
  }
}

export class StaleDeploymentError extends BaseError {
  readonly code = "DEPLOYMENT_STALE";

  constructor(file: string, why: string) {
    super(`Expected ${file} to be this deployment, but it ${why}. Run \`npx hardhat deploy --network <name>\` again.`);
  }
}
