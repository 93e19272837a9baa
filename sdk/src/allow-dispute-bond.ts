import { ensureAllowance } from "./allowance.js";
import type { Client } from "./client.js";
import { parameterId } from "./parameter.js";
import { read } from "./read.js";

/** Lets the disputes contract take a bond of a dispute that is opened now (default), or of one that is open. */
export async function allowDisputeBond(client: Client, disputeId?: bigint): Promise<void> {
  const bond =
    disputeId === undefined
      ? await read("parameters", () => client.parameters.get(parameterId("DisputeBond")))
      : (await read("disputes", () => client.disputes.disputeOf(disputeId))).bond;
  await ensureAllowance(client, "disputes", bond);
}
