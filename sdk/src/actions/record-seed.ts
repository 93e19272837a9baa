import type { TransactionReceipt } from "ethers";

import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { OpenLedgerRevert } from "../open-ledger-revert.js";
import { read } from "../read.js";
import { send } from "../send.js";
import { waitForBlock, type Waiting } from "../wait-for-block.js";

/** Waits for a version's seed block and records its seed. Throws {@link BlockTimeoutError} on a chain that stands still. */
export async function recordSeed(
  client: Client,
  options: { readonly datanetId: bigint; readonly version: bigint; readonly waiting?: Waiting },
): Promise<EventArgs<"datanets", "SeedRecorded">> {
  const { datanetId, version, waiting } = options;
  const { seedBlock } = await read("datanets", () => client.datanets.versionOf(datanetId, version));
  await waitForBlock(client, Number(seedBlock), waiting);

  const record = (): Promise<TransactionReceipt> =>
    send(client, "datanets", () => client.datanets.recordSeed(datanetId, version));
  try {
    return eventIn(client, await record(), "datanets", "SeedRecorded");
  } catch (error) {
    // A node that estimates on its newest block, the seed block itself, does not know that block's hash yet.
    if (!(error instanceof OpenLedgerRevert && error.errorName === "DatanetSeedBlockNotReached")) throw error;
  }
  await waitForBlock(client, Number(seedBlock) + 1, waiting);
  return eventIn(client, await record(), "datanets", "SeedRecorded");
}
