import type { ChainEvent } from "../../../sdk/src/chain-event.js";
import { key, Tally } from "./tally.js";

/** Stakes, unbondings, rewards and descriptions, from Staking's events alone. Token base units. */
export class StakingReplay {
  /** role/operator */
  readonly active = new Tally();
  /** role/operator */
  readonly unbonding = new Tally();
  /** role/operator/staker */
  readonly shares = new Tally();
  /** role/operator: keccak of the document that describes the service now */
  readonly metadata = new Map<string, string>();
  rewardsAdded = 0n;
  rewardsPaid = 0n;
  burnt = 0n;
  bounties = 0n;
  readonly #poolOfUnbonding = new Map<bigint, string>();

  apply(event: ChainEvent): void {
    if (event.contract !== "staking") return;
    switch (event.event) {
      case "Staked": {
        const { role, operator, staker, amount, stakerShares } = event.args;
        this.active.add(key(role, operator), amount);
        this.shares.set(key(role, operator, staker), stakerShares);
        break;
      }
      case "UnbondingStarted": {
        const { role, operator, staker, unbondingId, amount, stakerShares } = event.args;
        this.active.add(key(role, operator), -amount);
        this.unbonding.add(key(role, operator), amount);
        this.shares.set(key(role, operator, staker), stakerShares);
        this.#poolOfUnbonding.set(unbondingId, key(role, operator));
        break;
      }
      case "Withdrawn":
        this.unbonding.add(this.#poolOfUnbonding.get(event.args.unbondingId)!, -event.args.amount);
        break;
      case "Slashed": {
        const { role, operator, fromActive, fromUnbonding, burnt, bounty } = event.args;
        this.active.add(key(role, operator), -fromActive);
        this.unbonding.add(key(role, operator), -fromUnbonding);
        this.burnt += burnt;
        this.bounties += bounty;
        break;
      }
      case "RewardAdded":
        this.rewardsAdded += event.args.amount;
        break;
      case "RewardPaid":
        this.rewardsPaid += event.args.amount;
        break;
      case "ServiceDescribed": {
        const { role, operator, metadataHash } = event.args;
        this.metadata.set(key(role, operator), metadataHash);
        break;
      }
    }
  }
}
