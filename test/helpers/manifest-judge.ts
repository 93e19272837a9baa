import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { ethers, networkHelpers } from "./chain.js";
import type { OpenLedger } from "./deploy-open-ledger.js";

/** Where ModelRegistry keeps whom it was wired to as judges. */
const JUDGES_SLOT = 8n;

/** A judge of manifests as a sender, for tests of what follows a fall, whatever was shown. */
export async function manifestJudge({ models, mallory }: OpenLedger): Promise<HardhatEthersSigner> {
  const abi = ethers.AbiCoder.defaultAbiCoder();
  const slot = ethers.keccak256(abi.encode(["address", "uint256"], [mallory.address, JUDGES_SLOT]));
  await networkHelpers.setStorageAt(await models.getAddress(), slot, 1);
  if (!(await models.isJudge(mallory))) throw new Error("Expected isJudge in slot 8 of ModelRegistry.");
  return mallory;
}
