import { existsSync } from "node:fs";
import path from "node:path";

import { id } from "ethers";
import type { DeploymentParameters } from "@nomicfoundation/ignition-core";
import type { NetworkConnection } from "hardhat/types/network";

import openLedger from "../../deploy/modules/OpenLedger.js";
import { addressesOf } from "../../sdk/src/addresses-of.js";
import { CONTRACT_KEYS, CONTRACTS } from "../../sdk/src/contracts.js";
import type { Deployment } from "../../sdk/src/deployment.js";
import { describeDeployment } from "../../sdk/src/describe-deployment.js";
import { loadDeployment, saveDeployment } from "../../sdk/src/io/deployments.js";
import { findSigner } from "./helpers/find-signer.js";
import { toJson } from "./helpers/output.js";
import { requireFunds } from "./helpers/require-funds.js";
import { runTask } from "./helpers/run-task.js";
import { PreconditionError } from "./helpers/task-errors.js";
import { readParameters } from "./helpers/read-parameters.js";

type Options = { readonly parameters: string | undefined; readonly again: boolean };

export default runTask<Options>(
  async ({ parameters: file, again, account, deployments }, { hre, connection, progress }) => {
    const parameters = file === undefined ? {} : await readParameters(file);
    const { ethers, ignition, networkConfig } = await connection();
    const { provider } = ethers;
    const deployer = await findSigner(await ethers.getSigners(), account).getAddress();
    await requireFunds(provider, deployer);

    const chainId = Number((await provider.getNetwork()).chainId);
    const deploymentId = await journalName(await connection(), { deployer, parameters });
    const resumed = existsSync(path.join(hre.config.paths.ignition, "deployments", deploymentId));
    const before = await previous(await connection(), deployments);
    if (before !== undefined && !resumed && !again) throw new StandsAlreadyError(before);
    const start = await provider.getBlockNumber();
    progress(`${resumed ? "Completing the" : "A new"} deployment on chain ${String(chainId)} by ${deployer}`);

    const contracts = await ignition.deploy(openLedger, {
      parameters,
      deploymentId,
      defaultSender: deployer,
    });
    const addresses = await addressesOf(contracts);

    if (before !== undefined && before.addresses.AttributionLedger === addresses.AttributionLedger) {
      return { ...before, file: await saveDeployment(before, deployments) };
    }
    const deployment = describeDeployment({
      chainId,
      // What an interrupted run deployed came before this run's first block.
      deployBlock: resumed ? 0 : start + 1,
      addresses,
      arguments: moduleArguments(parameters, deployer),
    });
    if (networkConfig.type === "edr-simulated") {
      progress("This chain lives in this process and ends with it: no deployment file is written.");
      return deployment;
    }
    return { ...deployment, file: await saveDeployment(deployment, deployments) };
  },
);

/**
 * Ignition's journal, one for each deployment: a local node that starts anew has the same id and another first block, and other
 * contracts, parameters or deployers make another deployment.
 */
async function journalName({ ethers }: NetworkConnection, inputs: object): Promise<string> {
  const { chainId } = await ethers.provider.getNetwork();
  const genesis = await ethers.provider.getBlock(0);
  const code = CONTRACT_KEYS.map((key) => CONTRACTS[key].factory.bytecode);
  return ["chain", chainId, id(toJson([genesis?.hash, code, inputs])).slice(2, 18)].join("-");
}

async function previous({ ethers }: NetworkConnection, directory: string): Promise<Deployment | undefined> {
  return loadDeployment(ethers.provider, directory).catch(() => undefined); // none that still holds
}

/** What the module was given, or takes instead; see deploy/modules/OpenLedger.ts. */
function moduleArguments(parameters: DeploymentParameters, deployer: string): Deployment["arguments"] {
  const defaults = { deployer, holder: deployer, owner: deployer, treasury: deployer };
  return JSON.parse(toJson({ ...defaults, ...parameters[openLedger.id] })) as Deployment["arguments"]; // an object as above
}

class StandsAlreadyError extends PreconditionError {
  constructor({ chainId, addresses }: Deployment) {
    super(
      `Expected no deployment on chain ${String(chainId)}, but another one stands (AttributionLedger ${addresses.AttributionLedger}). ` +
        "Use it, or deploy a second one with --again: its file replaces the first one's.",
    );
  }
}
