import { ZeroAddress } from "ethers";

import type { ChainEvent } from "../../../sdk/src/chain-event.js";
import { Tally } from "./tally.js";

/** OPEN balances, from Transfer events alone. Token base units. */
export class TokenReplay {
  readonly balances = new Tally();
  minted = 0n;
  burnt = 0n;

  apply(event: ChainEvent): void {
    if (event.contract !== "token" || event.event !== "Transfer") return;
    const { from, to, value } = event.args;
    if (from === ZeroAddress) this.minted += value;
    else this.balances.add(from, -value);
    if (to === ZeroAddress) this.burnt += value;
    else this.balances.add(to, value);
  }
}
