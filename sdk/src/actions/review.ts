import { ZeroHash } from "ethers";

import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Accepts or refuses a contribution, as the Datanet's owner or a delegate. `reasonHash`: keccak256 of the published reason. */
export async function review(
  client: Client,
  options: { readonly contributionId: bigint; readonly accepted: boolean; readonly reasonHash?: string },
): Promise<EventArgs<"contributions", "Reviewed">> {
  const { contributionId, accepted, reasonHash = ZeroHash } = options;
  const receipt = await send(client, "review", () => client.review.review(contributionId, accepted, reasonHash));
  return eventIn(client, receipt, "contributions", "Reviewed");
}
