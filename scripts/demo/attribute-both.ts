import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import type { AttributedBucket } from "../../engine/src/core/pipeline/attribute-bucket.js";
import { amountText } from "../helpers/text.js";
import {
  attribute,
  type Attribution,
  forgedBatch,
  type PostedBatch,
  publishAndPost,
  type Refutation,
} from "./attribution.js";
import { FORGERS, type Forgery } from "./forge.js";
import type { ServedBucket } from "./market.js";
import type { Progress } from "./progress.js";
import { RunningWatcher } from "./watching.js";

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

  const watcher = await RunningWatcher.start(at);
  const honest = await attribute(at, 0n, buckets[0]);
  const refutations: Refutation[] = [];
  for (const [i, forgery] of FORGERIES.entries()) {
    const forged = await forgedBatch(at, honest, forgery);
    const pair = dishonest.slice(2 * i, 2 * i + 2);
    const { posted, refuted } = await watcher.verdictOn(() => publishAndPost(at, forged, pair));
    if (refuted === undefined) throw new Error(`The watcher found nothing wrong with ${forgery}.`);
    const { proof, bounty, burnt } = refuted;
    progress.note(`batch ${short(posted.id)} of bucket 0 posted by two dishonest attestors: ${forgery}`);
    progress.note(`refuted on-chain by "${proof}": ${amountText(bounty)} bounty, ${amountText(burnt)} burnt`);
    refutations.push({ forgery, ...refuted });
  }

  const postRight = async (batch: AttributedBucket, signers: readonly Signer[]): Promise<PostedBatch> => {
    const { posted, refuted } = await watcher.verdictOn(() => publishAndPost(at, batch, signers));
    if (refuted !== undefined) throw new Error(`The watcher refuted an honest batch by ${refuted.proof}.`);
    return posted;
  };
  const first = await postRight(honest, [ann, bea]);
  const second = await postRight(await attribute(at, 1n, buckets[1]), [bea, cid]);
  const judged = await watcher.stop();
  chain.clock.advance(Number(second.finalAt) - chain.clock.now);
  progress.note(`honest batches ${short(first.id)} and ${short(second.id)} are final; the watcher judged ${judged}`);
  return { refutations, batches: [first, second] };
}

type Signer = HardhatEthersSigner;

function short(hash: string): string {
  return `${hash.slice(0, 10)}…`;
}
