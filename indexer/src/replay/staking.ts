import { Args, type ChainEvent } from "../events.js";
import { key, Tally } from "./tally.js";

/** Stakes, unbondings and rewards, from Staking's events alone. */
export class StakingReplay {
  /** role/operator */
  readonly active = new Tally();
  /** role/operator */
  readonly unbonding = new Tally();
  /** role/operator/staker */
  readonly shares = new Tally();
  readonly #unbondingPool = new Map<bigint, string>();
  rewardsAdded = 0n;
  rewardsPaid = 0n;
  burnt = 0n;
  bounties = 0n;

  apply(event: ChainEvent): void {
    if (event.contract !== "staking") return;
    const args = new Args(event);
    switch (event.event) {
      case "Staked":
        this.active.add(pool(args), args.bigint("amount"));
        this.shares.set(position(args), args.bigint("stakerShares"));
        break;
      case "UnbondingStarted":
        this.active.add(pool(args), -args.bigint("amount"));
        this.unbonding.add(pool(args), args.bigint("amount"));
        this.shares.set(position(args), args.bigint("stakerShares"));
        this.#unbondingPool.set(args.bigint("unbondingId"), pool(args));
        break;
      case "Withdrawn":
        this.unbonding.add(this.#unbondingPool.get(args.bigint("unbondingId"))!, -args.bigint("amount"));
        break;
      case "Slashed":
        this.active.add(pool(args), -args.bigint("fromActive"));
        this.unbonding.add(pool(args), -args.bigint("fromUnbonding"));
        this.burnt += args.bigint("burnt");
        this.bounties += args.bigint("bounty");
        break;
      case "RewardAdded":
        this.rewardsAdded += args.bigint("amount");
        break;
      case "RewardPaid":
        this.rewardsPaid += args.bigint("amount");
        break;
    }
  }
}

function pool(args: Args): string {
  return key(args.bigint("role"), args.string("operator"));
}

function position(args: Args): string {
  return key(args.bigint("role"), args.string("operator"), args.string("staker"));
}
