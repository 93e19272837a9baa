import type { ChainEvent, ChainEventOf } from "../../../sdk/src/chain-event.js";
import { Tally } from "./tally.js";

export type DisputeRecord = ChainEventOf<"disputes", "DisputeOpened">["args"] & { settled: boolean };

/** Bonds of disputes and what they left to accounts, from the disputes' events alone. Token base units. */
export class DisputesReplay {
  /** dispute: 0 once settled, if its events add up */
  readonly bonds = new Tally();
  /** In the order they were opened. */
  readonly opened = new Map<bigint, DisputeRecord>();
  /** account */
  readonly owed = new Tally();

  apply(event: ChainEvent): void {
    if (event.contract !== "disputes") return;
    switch (event.event) {
      case "DisputeOpened":
        this.opened.set(event.args.disputeId, { ...event.args, settled: false });
        this.bonds.add(String(event.args.disputeId), event.args.bond);
        break;
      case "DisputeAnswered":
      case "DisputeAppealed":
        this.bonds.add(String(event.args.disputeId), event.args.bond);
        break;
      case "DisputeCredited":
        this.bonds.add(String(event.args.disputeId), -event.args.amount);
        this.owed.add(event.args.account, event.args.amount);
        break;
      case "DisputeSettled":
        this.opened.get(event.args.disputeId)!.settled = true;
        this.bonds.add(String(event.args.disputeId), -event.args.burnt);
        break;
      case "DisputePaid":
        this.owed.add(event.args.account, -event.args.amount);
        break;
    }
  }
}
