import { Args, type ChainEvent } from "../events.js";
import { Tally } from "./tally.js";

const NOBODY = "0x0000000000000000000000000000000000000000";

/** OPEN balances, from Transfer events alone. */
export class TokenReplay {
  readonly balances = new Tally();
  minted = 0n;
  burnt = 0n;

  apply(event: ChainEvent): void {
    if (event.contract !== "token" || event.event !== "Transfer") return;
    const args = new Args(event);
    const [from, to, value] = [args.string("from"), args.string("to"), args.bigint("value")];
    if (from === NOBODY) this.minted += value;
    else this.balances.add(from, -value);
    if (to === NOBODY) this.burnt += value;
    else this.balances.add(to, value);
  }
}
