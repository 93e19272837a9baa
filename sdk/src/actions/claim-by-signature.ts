import type { Client } from "../client.js";
import { taken } from "../given.js";
import { send } from "../send.js";
import type { ClaimItemStruct } from "../structs.js";
import { claimResult, type ClaimResult } from "./claim.js";
import type { SignedClaim } from "./sign-claim.js";

/** Sends an owner's claims for them, by their signature: the account pays the gas. Items of others are skipped. */
export async function claimBySignature(
  client: Client,
  options: { readonly items: readonly ClaimItemStruct[]; readonly signed: SignedClaim },
): Promise<ClaimResult> {
  const { items, signed } = options;
  const receipt = await send(client, "ledger", () =>
    client.ledger.claimBySignature(taken(items), signed.owner, signed.recipient, signed.deadline, signed.signature),
  );
  return claimResult(client, receipt);
}
