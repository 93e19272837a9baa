import type { TransactionReceipt } from "ethers";

import type { Client } from "../client.js";
import { eventsIn, type EventArgs } from "../events.js";
import { taken } from "../given.js";
import { errorNameOf } from "../open-ledger-revert.js";
import { send } from "../send.js";
import type { ClaimItemStruct } from "../structs.js";

export type ClaimResult = {
  readonly claimed: readonly EventArgs<"ledger", "Claimed">[];
  /** Items that could not be paid, each with the name of the error a single claim would have met. The rest was paid. */
  readonly skipped: readonly { readonly modelId: bigint; readonly contributionId: bigint; readonly reason: string }[];
  /** Token base units paid. */
  readonly total: bigint;
};

/** Pays what the items prove, each to its contribution's owner. Anybody may send it. */
export async function claim(client: Client, items: readonly ClaimItemStruct[]): Promise<ClaimResult> {
  const receipt = await send(client, "ledger", () => client.ledger.claimMany(taken(items)));
  return claimResult(client, receipt);
}

/** What a transaction of claims did. */
export function claimResult(client: Client, receipt: TransactionReceipt): ClaimResult {
  const claimed = eventsIn(client, receipt, "ledger", "Claimed");
  return {
    claimed,
    skipped: eventsIn(client, receipt, "ledger", "ClaimSkipped").map(({ reason, ...item }) => ({
      ...item,
      reason: errorNameOf(reason),
    })),
    total: claimed.reduce((sum, { amount }) => sum + amount, 0n),
  };
}
