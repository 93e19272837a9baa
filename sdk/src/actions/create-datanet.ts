import { ZeroHash } from "ethers";

import { ACCESS_MODE, type AccessModeName } from "../access-mode.js";
import type { Client } from "../client.js";
import { CONTRACTS } from "../contracts.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Creates a Datanet owned by the account. The review policy is fixed for good; default: the owner reviews. */
export async function createDatanet(
  client: Client,
  options: {
    /** Short subject, e.g. "speeches". */
    readonly domain: string;
    /** keccak256 of the Croissant document at `uri`. */
    readonly metadataHash?: string;
    readonly uri?: string;
    readonly access?: AccessModeName;
    readonly reviewPolicy?: string;
  },
): Promise<EventArgs<"datanets", "DatanetCreated">> {
  const { domain, metadataHash = ZeroHash, uri = "", access = "open" } = options;
  const reviewPolicy = options.reviewPolicy ?? client.deployment.addresses[CONTRACTS.review.name];
  const receipt = await send(client, "datanets", () =>
    client.datanets.create(domain, metadataHash, uri, ACCESS_MODE[access], reviewPolicy),
  );
  return eventIn(client, receipt, "datanets", "DatanetCreated");
}
