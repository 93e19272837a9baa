import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { type Client, connect } from "../../sdk/src/client.js";
import { CONTRACT_KEYS, CONTRACTS, type ContractName } from "../../sdk/src/contracts.js";
import { describeDeployment } from "../../sdk/src/describe-deployment.js";
import { ethers } from "./chain.js";
import type { OpenLedger } from "./deploy-open-ledger.js";

/** The world's contracts through the SDK, as `account`. */
export async function clientOf(world: OpenLedger, account: HardhatEthersSigner): Promise<Client> {
  const addresses = CONTRACT_KEYS.map(async (key) => {
    const contract = key === "review" ? world.ownerReview : world[key];
    return [CONTRACTS[key].name, await contract.getAddress()] as const;
  });
  const deployment = describeDeployment({
    chainId: Number((await ethers.provider.getNetwork()).chainId),
    deployBlock: 0,
    addresses: Object.fromEntries(await Promise.all(addresses)) as Record<ContractName, string>,
    arguments: { deployer: world.deployer.address, holder: "", owner: "", treasury: "" },
  });
  return connect(account, deployment);
}
