import { decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { claimItems } from "../../indexer/src/claim-items.js";
import { key } from "../../indexer/src/replay/tally.js";
import { claim } from "../../sdk/src/actions/claim.js";
import { claimBySignature } from "../../sdk/src/actions/claim-by-signature.js";
import { signClaim } from "../../sdk/src/actions/sign-claim.js";
import { type Attribution, worldOf } from "./attribution.js";

const DAY = 86_400n;

/**
 * Contributors claim: each for all their contributions in one call; one by signature, sent by the host and paid to another address; the
 * last one with income leaves it for later. @returns token base units claimed now.
 */
export async function claimAll({ chain, model, store }: Attribution): Promise<bigint> {
  const world = await worldOf(chain);
  const record = world.ledger.standing(model.modelId).at(-1)!;
  const { content } = decodeBatchBundle(await store.readBundle(record.batch.dataHash as Hex));
  const items = claimItems(chain.deployment, record, content);
  const ownerOf = (id: bigint) => world.registries.owners.get(key("contributions", id))!;

  const earners = chain.cast.contributors.filter(({ address }) =>
    content.earnings.some((earning) => earning.cumulative > 0n && ownerOf(earning.contributionId) === address),
  );
  let total = 0n;
  for (const [i, earner] of earners.slice(0, -1).entries()) {
    const own = items.filter((_, place) => ownerOf(content.earnings[place]!.contributionId) === earner.address);
    if (i === 0) {
      const deadline = BigInt(chain.clock.now) + DAY;
      const signed = await signClaim(chain.as(earner), { deadline, recipient: chain.cast.treasury.address });
      total += (await claimBySignature(chain.as(chain.cast.host), { items: own, signed })).total;
    } else {
      total += (await claim(chain.as(earner), own)).total;
    }
  }
  return total;
}
