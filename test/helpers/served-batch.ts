import type { DataAnswer, ServedBatch } from "../../engine/src/core/audit/answer-item.js";
import type { DataItem } from "../../engine/src/core/audit/data-item.js";
import type { PostedBatch } from "../../engine/src/core/audit/evidence-types.js";
import { encodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { dataHash } from "../../engine/src/core/bundle/pieces.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { type BatchContent, batchOf } from "../../engine/src/core/ledger/compute-batch.js";
import { dataItemStruct } from "../../sdk/src/data-item.js";
import { parameterId } from "../../sdk/src/parameter.js";
import { deployAnswered } from "./answered-bucket.js";
import { type Posted, post } from "./attest.js";
import { ethers, time } from "./chain.js";
import type { LedgerWorld } from "./deploy-ledger.js";
import { mutable } from "./mutable.js";
import { open } from "./units.js";

/** Posts a batch's content with the bundle it is published in. */
export async function postServed(
  world: LedgerWorld,
  content: BatchContent,
  attestors?: Parameters<typeof post>[2],
): Promise<Posted & { readonly served: ServedBatch }> {
  const scales = new Float32Array(content.rows.length).fill(1);
  const bytes = encodeBatchBundle({ content, scales, transcripts: undefined });
  const parent = (await world.ledger.headOf(content.modelId)) as Hex;
  const posted = await post(world, batchOf(content, parent, dataHash(bytes)), attestors);
  return { ...posted, served: { posted: { batch: posted.batch, signers: posted.signers }, content, bytes } };
}

export const itemOf = (kind: DataItem["kind"], index: number, part = 0): DataItem => ({ kind, index, part });

/** DataAvailability as its users call it; everybody asks as bob, who holds OPEN, and answers as mallory, who does not. */
export async function withRequests<W extends LedgerWorld>(world: W) {
  const { availability, parameters, token, deployer, bob, mallory } = world;
  await token.connect(deployer).transfer(bob, open(10_000));
  await token.connect(bob).approve(availability, ethers.MaxUint256);
  const answerSeconds = await parameters.get(parameterId("AnswerSeconds"));
  const struct = (posted: PostedBatch) => mutable({ batch: posted.batch, signers: posted.signers });
  const idOf = (posted: PostedBatch, item: DataItem) =>
    availability.requestIdOf(struct(posted), dataItemStruct(item)) as Promise<Hex>;
  return {
    ...world,
    fee: await parameters.get(parameterId("AnswerFee")),
    answerSeconds,
    idOf,
    ask: (posted: PostedBatch, item: DataItem, asker = bob) =>
      availability.connect(asker).request(struct(posted), dataItemStruct(item)),
    answer: ({ method, args }: DataAnswer, answerer = mallory) =>
      availability
        .connect(answerer)
        .getFunction(method)
        .send(...mutable(args)),
    expire: (posted: PostedBatch, item: DataItem, sender = mallory) =>
      availability.connect(sender).expire(struct(posted), dataItemStruct(item)),
    reclaim: (posted: PostedBatch, item: DataItem, sender = mallory) =>
      availability.connect(sender).reclaim(struct(posted), dataItemStruct(item)),
    /** Sets the next block's time to some seconds after the request's last second for answers. */
    atDeadline: async (posted: PostedBatch, item: DataItem, seconds = 0n) => {
      const { answerBy } = await availability.requestOf(await idOf(posted, item));
      await time.setNextBlockTimestamp(answerBy + seconds);
    },
  };
}

/** Both buckets of {@link deployAnswered} answered honestly, with their bundles. */
export async function deployServed() {
  const world = await withRequests(await deployAnswered());
  const first = await postServed(world, world.asked.content);
  const second = await postServed(world, world.next.content);
  return { ...world, first, second };
}

export type Served = Awaited<ReturnType<typeof deployServed>>;
