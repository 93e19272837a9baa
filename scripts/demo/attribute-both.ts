import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { amountText } from "../helpers/text.js";
import {
  attribute,
  type Attribution,
  forgedBatch,
  type PostedBatch,
  publishAndPost,
  type Refutation,
  watch,
} from "./attribution.js";
import { FORGERS, type Forgery } from "./forge.js";
import type { ServedBucket } from "./market.js";
import type { Progress } from "./progress.js";

const FORGERIES = Object.keys(FORGERS) as Forgery[]; // the literal's own keys

/**
 * Answers both buckets. Before the first is answered rightly, three pairs of attestors each post a batch with one wrong step; the watcher,
 * who reads logs and published files only, refutes each on-chain.
 */
export async function attributeBoth(
  at: Attribution,
  buckets: readonly [ServedBucket, ServedBucket],
  progress: Progress,
): Promise<{ readonly refutations: readonly Refutation[]; readonly batches: readonly PostedBatch[] }> {
  const { chain } = at;
  const dishonest = chain.cast.attestors.slice(0, 2 * FORGERIES.length);
  const [ann, bea, cid] = chain.cast.attestors.slice(dishonest.length) as [Signer, Signer, Signer];

  const honest = await attribute(at, 0n, buckets[0]);
  const refutations: Refutation[] = [];
  for (const [i, forgery] of FORGERIES.entries()) {
    const forged = await publishAndPost(at, await forgedBatch(at, honest, forgery), dishonest.slice(2 * i, 2 * i + 2));
    progress.note(`batch ${short(forged.id)} of bucket 0 posted by two dishonest attestors: ${forgery}`);
    const found = await watch(at);
    if (found === undefined) throw new Error(`The watcher found nothing wrong with ${forgery}.`);
    const { fault, bounty, burnt } = found;
    progress.note(`refuted on-chain by "${fault.proof}": ${amountText(bounty)} bounty, ${amountText(burnt)} burnt`);
    refutations.push({ forgery, ...found });
  }

  const first = await publishAndPost(at, honest, [ann, bea]);
  await requireNothingFound(at);
  const second = await publishAndPost(at, await attribute(at, 1n, buckets[1]), [bea, cid]);
  await requireNothingFound(at);
  chain.clock.advance(Number(second.finalAt) - chain.clock.now);
  progress.note(`honest batches ${short(first.id)} and ${short(second.id)} are final`);
  return { refutations, batches: [first, second] };
}

type Signer = HardhatEthersSigner;

async function requireNothingFound(at: Attribution): Promise<void> {
  if ((await watch(at)) !== undefined) throw new Error("The watcher found a fault in an honest batch.");
}

function short(hash: string): string {
  return `${hash.slice(0, 10)}…`;
}
