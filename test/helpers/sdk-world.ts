import type { Signer } from "ethers";

import openLedger from "../../deploy/modules/OpenLedger.js";
import { addressesOf } from "../../sdk/src/addresses-of.js";
import { type Client, connect } from "../../sdk/src/client.js";
import { describeDeployment } from "../../sdk/src/describe-deployment.js";
import { parameterId } from "../../sdk/src/parameter.js";
import { namedAccounts } from "./accounts.js";
import { ethers, ignition } from "./chain.js";
import { open } from "./units.js";

/** Everything deployed, seen through the SDK; each account holds 1,000,000 OPEN. One attestor is a quorum. */
export async function sdkWorld() {
  const accounts = await namedAccounts();
  const { deployer, owner, treasury } = accounts;
  const roles = { holder: deployer.address, owner: owner.address, treasury: treasury.address };
  const deployed = await ignition.deploy(openLedger, {
    parameters: {
      OpenLedger: { ...roles, parameterKeys: [Number(parameterId("QuorumSigners"))], parameterValues: [1n] },
    },
  });

  const deployment = describeDeployment({
    chainId: Number((await ethers.provider.getNetwork()).chainId),
    deployBlock: 0,
    addresses: await addressesOf(deployed),
    arguments: roles,
  });
  const as = (account: Signer): Client => connect(account, deployment);
  const { token } = as(deployer);
  for (const account of Object.values(accounts)) await token.transfer(account, open(1_000_000));
  return { ...accounts, deployment, as };
}
