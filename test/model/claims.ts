import { isFinal } from "./ledger.js";
import { need, Refusal } from "./refusal.js";
import type { Account, State } from "./state.js";
import { move } from "./token.js";

/** Leaf `leaf` of the batch with that id, whether it stands or not. */
export type Item = { id: number; leaf: number };

const contributionOf = ({ posted, models }: State, { id, leaf }: Item): number =>
  models[posted[id - 1]!.content.model]!.contributions[leaf]!;

/** A claim takes what is above the last: nothing is paid twice. */
function take(state: State, item: Item): bigint {
  const { model, bucket, earnings } = state.posted[item.id - 1]!.content;
  const { account } = state.models[model]!;
  need(account.batches[bucket]?.id === item.id, "LedgerUnknownBatch");
  need(isFinal(state, account, bucket), "LedgerBatchNotFinal");
  const contribution = contributionOf(state, item);
  const claimed = account.claimed[contribution] ?? 0n;
  const { cumulative } = earnings[item.leaf]!;
  need(cumulative > claimed, "LedgerNothingToClaim");
  need(cumulative - claimed <= account.available, "LedgerInsolvent");
  account.available -= cumulative - claimed;
  account.claimed[contribution] = cumulative;
  return cumulative - claimed;
}

export function claim(state: State, { item }: { item: Item }): void {
  const owner = state.contributionOwners[contributionOf(state, item)]!;
  move(state, "ledger", owner, take(state, item));
}

export function claimTo(state: State, { by, item, recipient }: { by: Account; item: Item; recipient: Account }): void {
  need(by === state.contributionOwners[contributionOf(state, item)], "LedgerNotOwner");
  move(state, "ledger", recipient, take(state, item));
}

/** What cannot be paid is left out. */
export function claimMany(state: State, { items }: { items: Item[] }): void {
  for (const item of items) {
    try {
      claim(state, { item });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
}
