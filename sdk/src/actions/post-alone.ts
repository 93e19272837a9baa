import { ensureAllowance } from "../allowance.js";
import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { parameterId } from "../parameter.js";
import { read } from "../read.js";
import { send } from "../send.js";
import type { BatchStruct } from "../structs.js";

/** Answers a bucket that no quorum answered for SilenceSeconds, with the account's bond behind it, approving LonePosterBond if needed. */
export async function postAlone(
  client: Client,
  options: {
    readonly batch: BatchStruct;
    /** Where the bundle under `dataHash` is published. */
    readonly uri: string;
  },
): Promise<EventArgs<"ledger", "BatchPosted">> {
  const { batch, uri } = options;
  const bond = await read("parameters", () => client.parameters.get(parameterId("LonePosterBond")));
  await ensureAllowance(client, "ledger", bond);
  const receipt = await send(client, "ledger", () => client.ledger.postAlone(batch, uri));
  return eventIn(client, receipt, "ledger", "BatchPosted");
}
