import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Keeps a model's pending batches from being final for PauseSeconds and a window more. Only the pauser of Parameters. */
export async function pauseModel(
  client: Client,
  options: {
    readonly modelId: bigint;
    /** The first bucket whose batch is not final, or that has none. */
    readonly fromBucket: bigint;
  },
): Promise<EventArgs<"ledger", "ModelPaused">> {
  const { modelId, fromBucket } = options;
  const receipt = await send(client, "ledger", () => client.ledger.pause(modelId, fromBucket));
  return eventIn(client, receipt, "ledger", "ModelPaused");
}
