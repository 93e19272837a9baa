import type { WhyNothing } from "../../../engine/src/core/explain/why-nothing.js";

/** Whether a batch is final, and since or until when. */
export function stateText({ isFinal, finalAt }: { readonly isFinal: boolean; readonly finalAt: bigint }): string {
  const time = new Date(Number(finalAt) * 1000).toISOString();
  return isFinal ? `final since ${time}` : `open to challenge until ${time}`;
}

/** A share of all, to a tenth of a percent, rounded down. */
export function percentText(share: bigint, total: bigint): string {
  const tenths = (share * 1000n) / total;
  return `${String(tenths / 10n)}.${String(tenths % 10n)} %`;
}

/** How often each reason kept a contribution from being paid, the most frequent first. */
export function reasonsOf(
  unpaid: readonly Pick<WhyNothing, "reason">[],
): { readonly reason: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { reason } of unpaid) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}
