import { allowDisputeBond } from "../allow-dispute-bond.js";
import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { taken } from "../given.js";
import { send } from "../send.js";
import type { PostedBatchStruct, RowProofStruct, TrajectoryStruct } from "../structs.js";

/** Disputes a row's answer, query vector or silence with a re-run that gives something else, approving the bond if needed. */
export async function disputeRow(
  client: Client,
  options: {
    readonly posted: PostedBatchStruct;
    readonly row: RowProofStruct;
    readonly claim: TrajectoryStruct;
  },
): Promise<EventArgs<"disputes", "DisputeOpened">> {
  const { posted, row, claim } = options;
  await allowDisputeBond(client);
  const receipt = await send(client, "disputes", () =>
    client.disputes.openRow(taken(posted), taken(row), taken(claim)),
  );
  return eventIn(client, receipt, "disputes", "DisputeOpened");
}
