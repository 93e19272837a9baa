import type { Client } from "../client.js";
import { type EventArgs, eventsIn } from "../events.js";
import { read } from "../read.js";
import { send } from "../send.js";
import { waitForBlock, type Waiting } from "../wait-for-block.js";

/** Draws a dispute's panel: fixes the block of the lot, waits for it, and seats. Anybody may, in the second phase. */
export async function drawPanel(
  client: Client,
  options: { readonly disputeId: bigint; readonly waiting?: Waiting },
): Promise<EventArgs<"disputes", "PanelDrawn">> {
  const { disputeId, waiting } = options;
  // Twice, or once more where the chain has forgotten the first block meanwhile.
  for (;;) {
    const { seedBlock } = await read("disputes", () => client.disputes.disputeOf(disputeId));
    await waitForBlock(client, Number(seedBlock), waiting);
    const receipt = await send(client, "disputes", () => client.disputes.draw(disputeId));
    const [drawn] = eventsIn(client, receipt, "disputes", "PanelDrawn");
    if (drawn !== undefined) return drawn;
  }
}
