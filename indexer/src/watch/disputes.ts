import { claimOf, type Trajectory } from "../../../engine/src/core/dispute/trajectory.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { allowDisputeBond } from "../../../sdk/src/allow-dispute-bond.js";
import { disputeManifest } from "../../../sdk/src/actions/dispute-manifest.js";
import { disputeRow } from "../../../sdk/src/actions/dispute-row.js";
import type { Client } from "../../../sdk/src/client.js";
import { taken } from "../../../sdk/src/given.js";
import { read } from "../../../sdk/src/read.js";
import { simulate } from "../../../sdk/src/simulate.js";
import { postedBatch } from "../batch-context.js";
import type { World } from "../replay.js";
import { refusalOf } from "./attempt.js";
import { type Disputable, disputableName, subjectOf } from "./dispute-subject.js";
import { followDisputes } from "./follow-disputes.js";
import { staggerMs } from "./stagger.js";
import { WaitingList } from "./waiting-list.js";
import type { Report } from "./watch-event.js";

export type DisputeOptions = {
  readonly client: Client;
  readonly account: Hex;
  readonly report: Report;
  readonly spreadMs: number;
  readonly nowMs: () => number;
  /** Keeps a re-run where others find it: without it nobody can name the step at which another parts from it. */
  readonly publish: (trajectory: Trajectory) => Promise<unknown>;
};

const PROOF = "re-execution";

/** Opens bonded disputes about what running it again contradicts, and brings those of this account to their end. */
export class Disputes {
  readonly #options: DisputeOptions;
  /** By subject. */
  readonly #waiting = new WaitingList<Disputable>();
  readonly #done = new Set<string>();

  constructor(options: DisputeOptions) {
    this.#options = options;
  }

  /** Whether each was tried at least once. */
  get isTried(): boolean {
    return this.#waiting.isTried;
  }

  /** @param remainingMs in which it can be opened. */
  put(disputable: Disputable, remainingMs: number): void {
    const { account, client, nowMs, report, spreadMs } = this.#options;
    const subject = subjectOf(client.deployment, disputable);
    const delayMs = staggerMs(account, subject, { spreadMs, remainingMs });
    this.#done.delete(subject);
    this.#waiting.put(subject, disputable, nowMs() + delayMs);
    report({ event: "scheduled", ...disputableName(disputable), proof: PROOF, delayMs });
  }

  /** Throws NetworkError. */
  async turn({ disputes, ledger, registries }: World, now: bigint): Promise<void> {
    const stands = (each: Disputable): boolean =>
      "record" in each
        ? each.record.fate === "stands" && ledger.finalAt(each.record) > now
        : !registries.fallen.has(each.modelId);
    this.#waiting.keep((subject, each) => !this.#done.has(subject) && stands(each));
    for (const each of this.#waiting.take(this.#options.nowMs())) await this.#open(each);

    const { account } = this.#options;
    const own = [...disputes.opened.values()].filter(({ challenger, settled }) => challenger === account && !settled);
    await followDisputes(this.#options, own, { ledger, now });
  }

  /** After a reorganisation. */
  forget(): void {
    this.#waiting.keep(() => false);
    this.#done.clear();
  }

  async #open(disputable: Disputable): Promise<void> {
    const { client, publish, report } = this.#options;
    const told = disputableName(disputable);
    const subject = subjectOf(client.deployment, disputable);
    if (await this.#isTaken(disputable, subject)) return;

    let disputeId = 0n;
    const refusal = await refusalOf(async () => {
      await publish(disputable.trajectory);
      await allowDisputeBond(client);
      await simulate(client, "disputes", openingOf(client, disputable));
      ({ disputeId } = await open(client, disputable));
    });
    if (refusal === undefined) {
      this.#done.add(subject);
      report({ event: "disputed", ...told, disputeId });
    } else if (refusal.name === "DisputeSubjectTaken") {
      report({ event: "overtaken", ...told, proof: PROOF }); // it may still fail: looked at again after a rest
    } else report({ event: "refused", ...told, proof: PROOF, detail: refusal.detail });
  }

  async #isTaken(disputable: Disputable, subject: string): Promise<boolean> {
    const { account, client, report } = this.#options;
    const disputeId = await read("disputes", () => client.disputes.disputeOn(subject));
    if (disputeId === 0n) return false;

    this.#done.add(subject);
    const { challenger } = await read("disputes", () => client.disputes.disputeOf(disputeId));
    const told = disputableName(disputable);
    if (challenger === account) report({ event: "disputed", ...told, disputeId });
    else report({ event: "overtaken", ...told, proof: PROOF });
    return true;
  }
}

function openingOf({ disputes }: Client, disputable: Disputable) {
  const claim = claimOf(disputable.trajectory);
  return "record" in disputable
    ? disputes.openRow.populateTransaction(taken(postedBatch(disputable.record)), taken(disputable.row), taken(claim))
    : disputes.openManifest.populateTransaction(disputable.modelId, taken(claim));
}

function open(client: Client, disputable: Disputable): Promise<{ readonly disputeId: bigint }> {
  const claim = claimOf(disputable.trajectory);
  if (!("record" in disputable)) return disputeManifest(client, { modelId: disputable.modelId, claim });
  return disputeRow(client, { posted: postedBatch(disputable.record), row: disputable.row, claim });
}
