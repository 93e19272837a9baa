import { BPS, min } from "./arithmetic.js";
import { need } from "./refusal.js";
import type { Account, State } from "./state.js";

export function move({ open }: State, from: Account, to: Account, amount: bigint): void {
  need((open[from] ?? 0n) >= amount, "ERC20InsufficientBalance");
  open[from] = (open[from] ?? 0n) - amount;
  open[to] = (open[to] ?? 0n) + amount;
}

/** What was taken is burnt, but for a capped bounty where somebody challenged: losing to oneself must cost. */
export function burn(state: State, holder: Account, taken: bigint, challenger: Account | undefined): void {
  const { BountyBps, BountyCap } = state.parameters;
  const bounty = challenger === undefined ? 0n : min((taken * BountyBps) / BPS, BountyCap);
  if (challenger !== undefined) move(state, holder, challenger, bounty);
  state.open[holder] = (state.open[holder] ?? 0n) - (taken - bounty);
}
