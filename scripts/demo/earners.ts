import { decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { compareBigints } from "../../engine/src/core/order.js";
import type { Published } from "../../indexer/src/published.js";
import { key } from "../../indexer/src/replay/tally.js";
import type { DemoResult } from "./report.js";

/** An answer that paid a contribution: its place among all answers, what it paid this contribution and all together. Base units. */
export type Income = { readonly place: number; readonly amount: bigint; readonly part: bigint };

/** What one contribution earned, from which answers. */
export type Earner = {
  readonly contributionId: bigint;
  readonly contributor: string;
  readonly title: string;
  readonly earned: bigint;
  readonly claimed: bigint;
  /** Largest first. */
  readonly incomes: readonly Income[];
};

/** Reads from the final batches' statements who earned what, and for which questions. Most first. */
export async function earnersOf(result: DemoResult, published: Published): Promise<Earner[]> {
  const { contributed, batches, world, model } = result;
  const incomes = new Map<bigint, Income[]>();
  let before = 0;
  for (const { batch } of batches) {
    const { content } = decodeBatchBundle(await published.readBundle(batch.dataHash as Hex));
    const parts = content.rows.map((_, row) =>
      content.credits.flat().reduce((sum, credit) => (credit.row === row ? sum + credit.amount : sum), 0n),
    );
    for (const [i, { contributionId }] of content.earnings.entries()) {
      for (const { row, amount } of content.credits[i]!) {
        const own = incomes.get(contributionId) ?? [];
        own.push({ place: before + row, amount, part: parts[row]! });
        incomes.set(contributionId, own);
      }
    }
    before += content.rows.length;
  }
  return contributed
    .map(({ contributionId, source }) => {
      const merged = mergeRows(incomes.get(contributionId) ?? []);
      return {
        contributionId,
        contributor: source.contributor,
        title: source.title,
        earned: merged.reduce((sum, { amount }) => sum + amount, 0n),
        claimed: world.ledger.claimedOf.get(key(model.modelId, contributionId)),
        incomes: merged,
      };
    })
    .sort((a, b) => compareBigints(b.earned, a.earned) || compareBigints(a.contributionId, b.contributionId));
}

/** One line an answer, however many of the contribution's cells it paid. */
function mergeRows(incomes: readonly Income[]): Income[] {
  const byPlace = new Map<number, Income>();
  for (const income of incomes) {
    const known = byPlace.get(income.place);
    byPlace.set(income.place, { ...income, amount: income.amount + (known?.amount ?? 0n) });
  }
  return [...byPlace.values()].sort((a, b) => compareBigints(b.amount, a.amount) || a.place - b.place);
}
