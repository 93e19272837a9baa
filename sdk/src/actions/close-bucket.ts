import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Divides a bucket's money once its time is over. Anybody may; buckets of a model close in order. */
export async function closeBucket(
  client: Client,
  options: { readonly modelId: bigint; readonly bucket: bigint },
): Promise<EventArgs<"vault", "BucketClosed">> {
  const receipt = await send(client, "vault", () => client.vault.close(options.modelId, options.bucket));
  return eventIn(client, receipt, "vault", "BucketClosed");
}
