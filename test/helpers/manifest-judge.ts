import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import type { OpenLedger } from "./deploy-open-ledger.js";
import { impersonated } from "./prover.js";

/** A judge of manifests as a sender, for tests of what follows a fall, whatever was shown. */
export async function manifestJudge({ manifestProver }: OpenLedger): Promise<HardhatEthersSigner> {
  return impersonated(manifestProver);
}
