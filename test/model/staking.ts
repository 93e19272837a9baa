import { ceilDiv, min, WAD } from "./arithmetic.js";
import { need } from "./refusal.js";
import { deposit, emptyPool, redeem, slashPool, worth } from "./share-pool.js";
import type { Account, StakingPool, State, Unbonding } from "./state.js";
import { burn, move } from "./token.js";

const MIN_SHARING = WAD; // 1 OPEN

export function poolOf({ staking }: State, operator: Account): StakingPool {
  return (staking.pools[operator] ??= {
    active: emptyPool(),
    unbonding: emptyPool(),
    remainderWad: 0n,
    shares: {},
    accruedWad: {},
  });
}

export const isActive = (state: State, operator: Account): boolean =>
  poolOf(state, operator).active.amount >= state.parameters.MinAttestorStake;

export const activeStake = ({ staking }: State): bigint =>
  Object.values(staking.pools).reduce((sum, { active }) => sum + active.amount, 0n);

type Stake = { by: Account; operator: Account; amount: bigint };

export function stake(state: State, { by, operator, amount }: Stake): void {
  need(amount > 0n, "StakingZeroAmount");
  const pool = poolOf(state, operator);
  pool.shares[by] = (pool.shares[by] ?? 0n) + deposit(pool.active, amount);
  move(state, by, "staking", amount);
}

type Unbond = { by: Account; operator: Account; shares: bigint };

export function unbond(state: State, { by, operator, shares }: Unbond): void {
  const pool = poolOf(state, operator);
  const held = pool.shares[by] ?? 0n;
  need(shares <= held, "StakingInsufficientShares");
  need(shares > 0n, "StakingZeroAmount");
  const amount = redeem(pool.active, shares);
  need(amount > 0n, "StakingZeroAmount");
  pool.shares[by] = held - shares;
  state.staking.unbondings.push({
    staker: by,
    operator,
    shares: deposit(pool.unbonding, amount),
    generation: pool.unbonding.generation,
    releaseAt: state.now + state.parameters.UnbondingSeconds,
    paid: false,
  });
}

/** 0 where a slash took everything meanwhile. */
export function unbondingWorth(state: State, { operator, generation, shares, paid }: Unbonding): bigint {
  const { unbonding } = poolOf(state, operator);
  return paid || unbonding.generation !== generation ? 0n : worth(unbonding, shares);
}

export function withdrawStake(state: State, { by, id }: { by: Account; id: number }): void {
  const unbonding = state.staking.unbondings[id - 1];
  need(unbonding !== undefined && !unbonding.paid, "StakingUnknownUnbonding");
  need(unbonding.staker === by, "StakingNotStaker");
  need(state.now >= unbonding.releaseAt, "StakingNotReleased");
  const pool = poolOf(state, unbonding.operator).unbonding;
  const amount = pool.generation === unbonding.generation ? redeem(pool, unbonding.shares) : 0n;
  unbonding.paid = true;
  move(state, "staking", by, amount);
}

/** The same fraction of active and of unbonding stake. */
export function slash(state: State, operator: Account, bps: bigint, challenger: Account | undefined): void {
  const pool = poolOf(state, operator);
  const fromActive = slashPool(pool.active, bps);
  if (pool.active.amount === 0n) pool.shares = {};
  burn(state, "staking", fromActive + slashPool(pool.unbonding, bps), challenger);
}

type Reward = { by: Account; amount: bigint };

/** Shared by stake over all pools, and in each pool by shares; what does not divide waits for the next reward. */
export function addReward(state: State, { by, amount }: Reward): void {
  need(amount > 0n, "StakingZeroAmount");
  const { staking } = state;
  const active = activeStake(state);
  staking.undistributed += amount;
  if (active >= MIN_SHARING) {
    const perTokenWad = (staking.undistributed * WAD) / active;
    staking.rewardPerTokenWad += perTokenWad;
    staking.undistributed -= ceilDiv(perTokenWad * active, WAD); // up: never promised twice
    if (perTokenWad > 0n) for (const pool of Object.values(staking.pools)) shareReward(pool, perTokenWad);
  }
  move(state, by, "staking", amount);
}

function shareReward(pool: StakingPool, perTokenWad: bigint): void {
  const { active, shares, accruedWad } = pool;
  let perShareWad = perTokenWad; // a share is a base unit until the first slash
  if (active.slashed && active.shares === 0n) {
    pool.remainderWad = 0n;
  } else if (active.slashed) {
    const owedWad = perTokenWad * active.amount + min(pool.remainderWad, active.shares - 1n);
    perShareWad = owedWad / active.shares;
    pool.remainderWad = owedWad % active.shares;
  }
  for (const [staker, held] of Object.entries(shares)) {
    accruedWad[staker] = (accruedWad[staker] ?? 0n) + held * perShareWad;
  }
}

export function claimReward(state: State, { by, operator }: { by: Account; operator: Account }): void {
  const { accruedWad } = poolOf(state, operator);
  const accrued = accruedWad[by] ?? 0n;
  accruedWad[by] = accrued % WAD;
  move(state, "staking", by, accrued / WAD);
}
