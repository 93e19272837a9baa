import { BPS, ceilDiv } from "./arithmetic.js";
import type { SharePool } from "./state.js";

const MAX_SHARES_PER_TOKEN = 1_000_000n;

export const emptyPool = (): SharePool => ({ amount: 0n, shares: 0n, generation: 0, slashed: false });

export function deposit(pool: SharePool, amount: bigint): bigint {
  const shares = pool.shares === 0n ? amount : (amount * pool.shares) / pool.amount;
  pool.amount += amount;
  pool.shares += shares;
  return shares;
}

/** Down: what does not divide is for those who stay. */
export const worth = ({ amount, shares }: SharePool, of: bigint): bigint => (of === 0n ? 0n : (of * amount) / shares);

export function redeem(pool: SharePool, shares: bigint): bigint {
  const amount = worth(pool, shares);
  pool.amount -= amount;
  pool.shares -= shares;
  return amount;
}

/** Up; what would leave shares worth less than a millionth of a base unit takes everything, and all shares are void. */
export function slashPool(pool: SharePool, bps: bigint): bigint {
  let taken = ceilDiv(pool.amount * bps, BPS);
  if ((pool.amount - taken) * MAX_SHARES_PER_TOKEN < pool.shares) taken = pool.amount;
  if (taken === 0n) return 0n;

  pool.slashed = true;
  pool.amount -= taken;
  if (pool.amount === 0n) {
    pool.shares = 0n;
    pool.generation++;
  }
  return taken;
}
