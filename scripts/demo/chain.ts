import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Signer } from "ethers";

import openLedger from "../../deploy/modules/OpenLedger.js";
import { addressesOf } from "../../sdk/src/addresses-of.js";
import { connect, type Client } from "../../sdk/src/client.js";
import { describeDeployment } from "../../sdk/src/describe-deployment.js";
import type { Deployment } from "../../sdk/src/deployment.js";
import { PARAMETERS } from "../../sdk/src/parameter.js";
import { castOf, type Cast, namesOf } from "./cast.js";
import { Clock, DEMO_NETWORK } from "./clock.js";

/** The demonstration's chain: its accounts, its clock, and every contract. */
export type DemoChain = {
  readonly cast: Cast;
  readonly clock: Clock;
  readonly deployment: Deployment;
  /** The contracts as one account sees them. */
  readonly as: (account: Signer) => Client;
  /** Who an account is in the demonstration. */
  readonly nameOf: (address: string) => string;
  /** Lets blocks pass. */
  readonly mine: (blocks: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What differs from the defaults: three attestors shall be able to answer after six of nine were slashed. */
const OVERRIDES = { QuorumSigners: 2n, SeedDelayBlocks: 2n } as const;

/** Starts an in-process chain with fixed block times and deploys through Ignition. */
export async function startChain(hre: HardhatRuntimeEnvironment): Promise<DemoChain> {
  const clock = new Clock();
  const takeOff = clock.install(hre);
  const { ethers, ignition, close } = await hre.network.create(DEMO_NETWORK);
  const cast = castOf(await ethers.getSigners());

  const { deployer, owner, treasury } = cast;
  const roles = { holder: deployer.address, owner: owner.address, treasury: treasury.address };
  const keys = Object.keys(OVERRIDES).map((name) => PARAMETERS.indexOf(name as keyof typeof OVERRIDES));
  const contracts = await ignition.deploy(openLedger, {
    parameters: {
      OpenLedger: { ...roles, parameterKeys: keys, parameterValues: Object.values(OVERRIDES) },
    },
  });

  const deployment = describeDeployment({
    chainId: Number((await ethers.provider.getNetwork()).chainId),
    deployBlock: 1,
    addresses: await addressesOf(contracts),
    arguments: roles,
  });
  const mine = async (blocks: number): Promise<void> => {
    for (let i = 0; i < blocks; i++) await ethers.provider.send("evm_mine", []);
  };
  const end = async (): Promise<void> => {
    takeOff();
    await close();
  };
  return {
    ...{ cast, clock, deployment, mine },
    as: (account) => connect(account, deployment),
    nameOf: namesOf(cast),
    close: end,
  };
}
