import type { ChainEvent } from "../../../sdk/src/chain-event.js";
import { Tally } from "./tally.js";

const NOBODY = "0x0000000000000000000000000000000000000000";

/** OPEN balances, from Transfer events alone. Token base units. */
export class TokenReplay {
  readonly balances = new Tally();
  minted = 0n;
  burnt = 0n;

  apply(event: ChainEvent): void {
    if (event.contract !== "token" || event.event !== "Transfer") return;
    const { from, to, value } = event.args;
    if (from === NOBODY) this.minted += value;
    else this.balances.add(from, -value);
    if (to === NOBODY) this.burnt += value;
    else this.balances.add(to, value);
  }
}
