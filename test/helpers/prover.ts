import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { ethers, networkHelpers } from "./chain.js";
import type { LedgerWorld } from "./deploy-ledger.js";

/** The prover as a sender, for tests of what the ledger does with a refutation whatever it was. */
export async function asProver({ prover }: LedgerWorld): Promise<HardhatEthersSigner> {
  const address = await prover.getAddress();
  await networkHelpers.impersonateAccount(address);
  await networkHelpers.setBalance(address, 10n ** 18n);
  return ethers.getSigner(address);
}
