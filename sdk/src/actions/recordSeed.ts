import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { read } from "../read.js";
import { send } from "../send.js";
import { waitForBlock, type Waiting } from "../waitForBlock.js";

/** Waits for a version's seed block and records its seed. Throws {@link BlockTimeoutError} on a chain that stands still. */
export async function recordSeed(
  client: Client,
  options: { readonly datanetId: bigint; readonly version: bigint; readonly waiting?: Waiting },
): Promise<EventArgs<"datanets", "SeedRecorded">> {
  const { datanetId, version, waiting } = options;
  const { seedBlock } = await read("datanets", () => client.datanets.versionOf(datanetId, version));
  // One more: a block's hash is known to the blocks after it, and an estimate may be made on the newest.
  await waitForBlock(client, Number(seedBlock) + 1, waiting);
  const receipt = await send(client, "datanets", () => client.datanets.recordSeed(datanetId, version));
  return eventIn(client, receipt, "datanets", "SeedRecorded");
}
