import { collectDispute } from "../../../sdk/src/actions/collect-dispute.js";
import { settleDispute } from "../../../sdk/src/actions/settle-dispute.js";
import type { Client } from "../../../sdk/src/client.js";
import { read } from "../../../sdk/src/read.js";
import { send } from "../../../sdk/src/send.js";
import { simulate } from "../../../sdk/src/simulate.js";
import { disputedBatch } from "../dispute/disputed-batch.js";
import { nextStep } from "../dispute/next-step.js";
import type { World } from "../replay.js";
import type { DisputeRecord } from "../replay/disputes.js";
import { refusalOf } from "./attempt.js";
import type { DisputeOptions } from "./disputes.js";

/**
 * Does what brings disputes further: draws a panel (the first call fixes the block of the lot, a later turn's seats), settles before the
 * batch can be final, and takes what that leaves to the account. Appeals cost another bond: they are for a person. Throws NetworkError.
 */
export async function followDisputes(
  { client, account, report }: Pick<DisputeOptions, "client" | "account" | "report">,
  own: readonly DisputeRecord[],
  { ledger, now }: Pick<World, "ledger"> & { readonly now: bigint },
): Promise<void> {
  for (const record of own) {
    const { disputeId } = record;
    const step = await nextStepOf(client, disputeId, now);
    const refusal = await refusalOf(async () => {
      if (step === "draw") await draw(client, disputeId);
      if (step !== "settle") return;
      const { verdict } = await settleDispute(client, { disputeId, posted: disputedBatch(ledger, record) });
      report({ event: "settled", disputeId, outcome: verdict });
    });
    // Somebody else was faster, or the block of the lot is not there yet: the next turn sees it.
    if (refusal !== undefined && !WAITS.has(refusal.name))
      report({ event: "stuck", disputeId, detail: refusal.detail });
    if (step === "settle" && refusal === undefined) await collect(client, account);
  }
}

const WAITS = new Set(["DisputeSeedNotReady", "DisputePanelDrawn", "DisputeAlreadySettled"]);

async function nextStepOf({ disputes }: Client, disputeId: bigint, now: bigint): Promise<ReturnType<typeof nextStep>> {
  const dispute = await read("disputes", () => disputes.disputeOf(disputeId));
  const volunteers = await read("disputes", () => disputes.volunteersOf(disputeId));
  const { openedAt, phaseSeconds, panel, appellant, ruling, settled } = dispute;
  return nextStep({ openedAt, phaseSeconds, panel, appellant, ruling, settled, volunteers }, now);
}

async function draw(client: Client, disputeId: bigint): Promise<void> {
  await simulate(client, "disputes", client.disputes.draw.populateTransaction(disputeId));
  await send(client, "disputes", () => client.disputes.draw(disputeId));
}

async function collect(client: Client, account: string): Promise<void> {
  const owed = await read("disputes", () => client.disputes.owedTo(account));
  if (owed > 0n) await refusalOf(() => collectDispute(client, account));
}
