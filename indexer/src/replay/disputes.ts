import type { ChainEvent } from "../../../sdk/src/chain-event.js";
import { Tally } from "./tally.js";

/** Bonds of disputes and what they left to accounts, from the disputes' events alone. Token base units. */
export class DisputesReplay {
  /** dispute: 0 once settled, if its events add up */
  readonly bonds = new Tally();
  /** account */
  readonly owed = new Tally();

  apply(event: ChainEvent): void {
    if (event.contract !== "disputes") return;
    switch (event.event) {
      case "DisputeOpened":
      case "DisputeAnswered":
      case "DisputeAppealed":
        this.bonds.add(String(event.args.disputeId), event.args.bond);
        break;
      case "DisputeCredited":
        this.bonds.add(String(event.args.disputeId), -event.args.amount);
        this.owed.add(event.args.account, event.args.amount);
        break;
      case "DisputeSettled":
        this.bonds.add(String(event.args.disputeId), -event.args.burnt);
        break;
      case "DisputePaid":
        this.owed.add(event.args.account, -event.args.amount);
        break;
    }
  }
}
