import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { BaseContract } from "ethers";

import { ethers, networkHelpers } from "./chain.js";
import type { LedgerWorld } from "./deploy-ledger.js";

/** The prover as a sender, for tests of what the ledger does with a refutation whatever it was. */
export async function asProver({ scoreProver }: LedgerWorld): Promise<HardhatEthersSigner> {
  return impersonated(scoreProver);
}

/** Any contract as a sender. */
export async function impersonated(contract: BaseContract): Promise<HardhatEthersSigner> {
  const address = await contract.getAddress();
  await networkHelpers.impersonateAccount(address);
  await networkHelpers.setBalance(address, 10n ** 18n);
  return ethers.getSigner(address);
}
