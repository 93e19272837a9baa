import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Gives a lone poster its bond back once its batch is final, or was dropped without being refuted. Anybody may send it. */
export async function releaseBond(
  client: Client,
  options: { readonly modelId: bigint; readonly bucket: bigint },
): Promise<EventArgs<"ledger", "BondReleased">> {
  const { modelId, bucket } = options;
  const receipt = await send(client, "ledger", () => client.ledger.releaseBond(modelId, bucket));
  return eventIn(client, receipt, "ledger", "BondReleased");
}
