import { answerItem, type ServedBatch } from "../../engine/src/core/audit/answer-item.js";
import { DATA_KINDS, type DataItem } from "../../engine/src/core/audit/data-item.js";
import type { PostedBatch } from "../../engine/src/core/audit/evidence-types.js";
import { pieceCount } from "../../engine/src/core/bundle/pieces.js";
import { BaseError } from "../../engine/src/core/errors.js";
import { dataItemStruct } from "../../sdk/src/data-item.js";
import { networkHelpers } from "../../test/helpers/chain.js";
import type { Seeded } from "../../test/vectors/seeded.js";
import { isReverted, type Stage } from "./stage.js";

/** Any item that can be asked of an honest batch: mostly a piece of its bundle, also beyond the last one. */
export function anyItem({ content, bytes }: ServedBatch, random: Seeded): DataItem {
  const pick = (count: number): number => Number(random.below(BigInt(count)));
  const kind = DATA_KINDS[Math.max(0, pick(8) - 3)]!; // a piece as often as all others
  if (kind === "piece") return { kind, index: pick(pieceCount(bytes) + 2), part: 0 };
  if (kind === "row" || kind === "query") return { kind, index: pick(content.rows.length), part: 0 };
  const index = pick(content.earnings.length);
  return { kind, index, part: kind === "credit" ? pick(content.credits[index]!.length + 1) : 0 };
}

export async function demand({ availability }: Stage, posted: PostedBatch, item: DataItem): Promise<void> {
  await availability.request(posted as never, dataItemStruct(item));
}

/** Answers a demand as an honest server does. Throws what the chain throws. */
export async function answer({ availability }: Stage, item: DataItem, served: ServedBatch): Promise<void> {
  const { method, args } = answerItem(item, served);
  const call = availability.getFunction(method as never) as unknown as (...args: unknown[]) => Promise<unknown>;
  await call(...args);
}

/** Whether there is nothing in a published batch that answers a demand. */
export async function isUnanswerable({ availability }: Stage, item: DataItem, served: ServedBatch): Promise<boolean> {
  try {
    const { method, args } = answerItem(item, served);
    return await isReverted(availability.getFunction(method as never), args);
  } catch (error) {
    if (error instanceof BaseError) return true; // the content has no such item
    throw error;
  }
}

/** How a batch falls by a demand: the gas of the one transaction, and how many of its signers lost stake. */
export type Fall = { readonly gas: number; readonly slashed: number };

/** Waits until the demand is overdue and sends the one transaction; undefined where the batch does not fall. */
export async function expire(
  { availability, ledger }: Stage,
  posted: PostedBatch,
  item: DataItem,
): Promise<Fall | undefined> {
  await networkHelpers.time.increase(86_401);
  const call = [posted as never, dataItemStruct(item)] as const;
  if (await isReverted(availability.getFunction("expire"), call)) return undefined;
  const { modelId, bucket } = posted.batch;
  const sent = await availability.expire(...call);
  const receipt = (await sent.wait())!;
  const logs = await availability.queryFilter(availability.filters.WithholdingCounted, receipt.blockNumber);
  const { nextBucket } = await ledger.accountOf(modelId);
  if (nextBucket !== bucket) return undefined;
  return { gas: Number(receipt.gasUsed), slashed: logs.filter(({ args }) => args[3]).length };
}
