import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";
import { taken } from "../given.js";
import type { ChunkProofStruct } from "../structs.js";

/** Shows two equal chunks: the later commitment's is void from the next version on. */
export async function proveDuplicate(
  client: Client,
  proofs: {
    readonly original: ChunkProofStruct;
    readonly duplicate: ChunkProofStruct;
  },
): Promise<EventArgs<"contributions", "ChunkVoided">> {
  const receipt = await send(client, "contributions", () =>
    client.contributions.proveDuplicate(taken(proofs.original), taken(proofs.duplicate)),
  );
  return eventIn(client, receipt, "contributions", "ChunkVoided");
}
