import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { ROLE, type RoleName } from "../role.js";
import { send } from "../send.js";

/** Tells where the account serves in a role, and which document describes it. */
export async function describeService(
  client: Client,
  options: {
    readonly role: RoleName;
    readonly endpoint: string;
    /** keccak256 of the document's bytes. */
    readonly metadataHash: string;
  },
): Promise<EventArgs<"staking", "ServiceDescribed">> {
  const { role, endpoint, metadataHash } = options;
  const receipt = await send(client, "staking", () => client.staking.describe(ROLE[role], endpoint, metadataHash));
  return eventIn(client, receipt, "staking", "ServiceDescribed");
}
