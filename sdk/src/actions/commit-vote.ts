import { signerOf, type Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";
import { type Vote, voteHash } from "../vote-hash.js";

/** Commits the account's vote in a panel it is seated in. */
export async function commitVote(client: Client, vote: Vote): Promise<EventArgs<"disputes", "VoteCommitted">> {
  const commitment = voteHash(await signerOf(client).getAddress(), vote);
  const receipt = await send(client, "disputes", () => client.disputes.commitVote(vote.disputeId, commitment));
  return eventIn(client, receipt, "disputes", "VoteCommitted");
}
