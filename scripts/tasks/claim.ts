import { decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { claimItems } from "../../indexer/src/claim-items.js";
import type { World } from "../../indexer/src/replay.js";
import { key } from "../../indexer/src/replay/tally.js";
import { claim } from "../../sdk/src/actions/claim.js";
import { type Client, signerOf } from "../../sdk/src/client.js";
import type { ClaimItemStruct } from "../../sdk/src/structs.js";
import { latestTime } from "./helpers/latest-time.js";
import { addressOption, optional } from "./helpers/parse-options.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { runTask } from "./helpers/run-task.js";

type Options = { readonly owner: string | undefined; readonly dryRun: boolean; readonly published: string };

export default runTask<Options>(async (options, { client, progress }) => {
  const wanted = optional("owner", options.owner, addressOption);
  const chain = await client();
  const owner = wanted ?? (await signerOf(chain).getAddress());
  const items = await claimable(chain, new ContentStore(options.published), owner);
  progress(`${String(items.length)} items of ${owner} can be claimed`);
  if (options.dryRun || items.length === 0) {
    return { owner, items: items.map(({ modelId, earning }) => ({ modelId, ...earning })), claimed: [], total: 0n };
  }
  return { owner, ...(await claim(chain, items)) };
});

/** What the owner's contributions have earned beyond what was claimed, by each model's last final batch. */
async function claimable(chain: Client, store: ContentStore, owner: string): Promise<ClaimItemStruct[]> {
  const world = await readWorld(chain);
  const now = await latestTime(chain);
  const items: ClaimItemStruct[] = [];
  for (const modelId of world.registries.models.keys()) {
    const final = world.ledger.standing(modelId).findLast((record) => world.ledger.finalAt(record) <= now);
    if (final === undefined) continue;
    const { content } = decodeBatchBundle(await store.readBundle(final.batch.dataHash as Hex));
    items.push(
      ...claimItems(chain.deployment, final, content).filter(({ earning }) => isDue(world, owner, modelId, earning)),
    );
  }
  return items;
}

function isDue(world: World, owner: string, modelId: bigint, earning: ClaimItemStruct["earning"]): boolean {
  const contributionId = BigInt(earning.contributionId);
  if (world.registries.owners.get(key("contributions", contributionId)) !== owner) return false;
  return BigInt(earning.cumulative) > world.ledger.claimedOf.get(key(modelId, contributionId));
}
