import type { ManifestFault } from "../../../engine/src/core/audit/manifest-fault.js";
import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { sendProof } from "../send-proof.js";
import { NotRefutableError } from "./challenge.js";

/**
 * Lets a model fall with a fault that the engine's `findManifestFault` found: its bond is taken, the account takes the bounty, pending
 * batches are void. Throws {@link NotRefutableError} for a bundle that is not what was registered, {@link OpenLedgerRevert}.
 */
export async function refuteManifest(client: Client, fault: ManifestFault): Promise<EventArgs<"models", "ModelFell">> {
  if (!("method" in fault)) throw new NotRefutableError(fault.proof);
  const receipt = await sendProof(client, fault);
  return eventIn(client, receipt, "models", "ModelFell");
}
