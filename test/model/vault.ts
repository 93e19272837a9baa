import { BPS, max, min } from "./arithmetic.js";
import { fund, refundFromLedger } from "./ledger.js";
import { isPayable, isSettleable } from "./models.js";
import { need } from "./refusal.js";
import { addReward } from "./staking.js";
import {
  type Account,
  type Bucket,
  channelKey,
  type Head,
  pair,
  type Reserve,
  type Settlement,
  type State,
} from "./state.js";
import { move } from "./token.js";

const reserveOf = ({ reserves }: State, payer: Account, payee: Account): Reserve =>
  (reserves[pair(payer, payee)] ??= { amount: 0n, withdrawing: 0n, withdrawableAt: 0n });

/* RESERVES */

type Deposit = { by: Account; payer: Account; payee: Account; amount: bigint };

export function deposit(state: State, { by, payer, payee, amount }: Deposit): void {
  need(amount > 0n, "VaultZeroAmount");
  reserveOf(state, payer, payee).amount += amount;
  move(state, by, "vault", amount);
}

type Withdrawal = { by: Account; payee: Account; amount: bigint };

export function requestWithdrawal(state: State, { by, payee, amount }: Withdrawal): void {
  const reserve = reserveOf(state, by, payee);
  need(amount <= reserve.amount, "VaultInsufficientReserve");
  reserve.withdrawing = amount;
  reserve.withdrawableAt = amount === 0n ? 0n : state.now + state.parameters.WithdrawalDelaySeconds;
}

export function withdrawReserve(state: State, { by, payee }: { by: Account; payee: Account }): void {
  const reserve = reserveOf(state, by, payee);
  const amount = reserve.withdrawing;
  need(reserve.withdrawableAt !== 0n, "VaultNothingRequested");
  need(state.now >= reserve.withdrawableAt, "VaultWithdrawalNotReady");
  Object.assign(reserve, { amount: reserve.amount - amount, withdrawing: 0n, withdrawableAt: 0n });
  move(state, "vault", by, amount);
}

/* PAYMENTS */

type Payment = { by: Account; model: number; payee: Account; amount: bigint; request: string };

export function pay(state: State, { by, model, payee, amount, request }: Payment): void {
  need(amount > 0n, "VaultZeroAmount");
  need(isPayable(state, model), "VaultModelNotPayable");
  const headAfter = `direct ${request} ${String(amount)}`;
  record(state, model, { payer: by, payee, cumulativeBefore: 0n, amount, headBefore: "direct", headAfter });
  move(state, by, "vault", amount);
}

export type Voucher = { payer: Account; payee: Account; model: number; cumulative: bigint; head: Head };
type Settle = { by: Account; voucher: Voucher; signer: Account };

export function settle(state: State, { by, voucher, signer }: Settle): void {
  const { payer, payee, model, cumulative, head } = voucher;
  need(by === payee, "VaultNotPayee");
  const channel = (state.channels[channelKey(payer, payee, model)] ??= { cumulative: 0n, head: "" });
  need(cumulative > channel.cumulative, "VaultNothingNew");
  const amount = cumulative - channel.cumulative;
  const reserve = reserveOf(state, payer, payee);
  need(amount <= reserve.amount, "VaultInsufficientReserve");
  need(signer === payer, "VaultBadSignature");

  reserve.amount -= amount;
  reserve.withdrawing = min(reserve.withdrawing, reserve.amount); // what was signed for comes before what was announced
  record(state, model, {
    ...{ payer, payee, cumulativeBefore: channel.cumulative, amount },
    ...{ headBefore: channel.head, headAfter: head },
  });
  Object.assign(channel, { cumulative, head });
}

type SettleMany = { by: Account; vouchers: { voucher: Voucher; signer: Account }[] };

/** All or nothing. */
export function settleMany(state: State, { by, vouchers }: SettleMany): void {
  for (const each of vouchers) settle(state, { by, ...each });
}

/** By differences of floors, so that a chain's parts sum to the part of its sum. */
function record(state: State, model: number, paid: Omit<Settlement, "contributorsPart" | "refunded">): void {
  const bucket = openBucket(state, model);
  const floor = (cumulative: bigint) => (cumulative * bucket.contributorsBps) / BPS;
  const contributorsPart = floor(paid.cumulativeBefore + paid.amount) - floor(paid.cumulativeBefore);
  bucket.total += paid.amount;
  bucket.contributorsPart += contributorsPart;
  bucket.settlements.push({ ...paid, contributorsPart, refunded: false });
}

/* BUCKETS */

function openBucket(state: State, model: number): Bucket {
  const { parameters, now } = state;
  const { buckets, fellAt } = state.models[model]!;
  need(fellAt === 0n, "VaultModelFell");
  const last = buckets.at(-1);
  if (last !== undefined && now < last.closesAt) return last;

  need(isSettleable(state, model), "VaultModelNotPayable");
  const bucket = {
    openedAt: now,
    closesAt: now + parameters.BucketSeconds,
    protocolBps: parameters.ProtocolFeeBps,
    stakersBps: parameters.StakersFeeBps,
    contributorsBps: parameters.ContributorsFeeBps,
    closed: false,
    total: 0n,
    contributorsPart: 0n,
    settlements: [],
  };
  buckets.push(bucket);
  return bucket;
}

/** The contributors' part is what the settlements say; of the rest protocol, then stakers take their percentage, the owner what is left. */
export function close(state: State, { model, bucket: number }: { model: number; bucket: number }): void {
  const { buckets, fellAt, owner } = state.models[model]!;
  const next = buckets.findIndex(({ closed }) => !closed);
  const bucket = buckets[number];
  need(fellAt === 0n, "VaultModelFell");
  need(bucket !== undefined, "VaultUnknownBucket");
  need(!bucket.closed, "VaultBucketAlreadyClosed");
  need(number === next, "VaultBucketOutOfOrder");
  need(state.now >= bucket.closesAt, "VaultBucketStillOpen");

  const { total, contributorsPart } = bucket;
  const protocolPart = min((total * bucket.protocolBps) / BPS, total - contributorsPart);
  const stakersPart = min((total * bucket.stakersBps) / BPS, total - contributorsPart - protocolPart);
  const rest = total - contributorsPart - protocolPart - stakersPart;
  bucket.closed = true;
  owe(state, "treasury", protocolPart);
  owe(state, owner, rest - accrueToParents(state, model, rest));
  move(state, "vault", "ledger", contributorsPart);
  fund(state, model, contributorsPart);
  if (stakersPart > 0n) addReward(state, { by: "vault", amount: stakersPart });
}

function owe({ owed }: State, account: Account, amount: bigint): void {
  owed[account] = (owed[account] ?? 0n) + amount;
}

/* ROYALTIES */

/** In equal shares; what does not divide is the first parent's. Returns what they took together. */
function accrueToParents({ models, parameters }: State, model: number, amount: bigint): bigint {
  const { parents } = models[model]!;
  if (parents.length === 0) return 0n;

  const taken = (amount * parameters.ParentRoyaltyBps) / BPS;
  const each = taken / BigInt(parents.length);
  const odd = taken % BigInt(parents.length);
  for (const [i, parent] of parents.entries()) models[parent]!.royalty += i === 0 ? each + odd : each;
  return taken;
}

export function climb(state: State, { model }: { model: number }): void {
  const child = state.models[model]!;
  const amount = child.royalty;
  need(amount > 0n, "VaultZeroAmount");
  child.royalty = 0n;
  owe(state, child.owner, amount - accrueToParents(state, model, amount));
}

export function collect(state: State, { account }: { account: Account }): void {
  const amount = state.owed[account] ?? 0n;
  need(amount > 0n, "VaultZeroAmount");
  state.owed[account] = 0n;
  move(state, "vault", account, amount);
}

/* FALLEN MODELS */

type Refund = { model: number; bucket: number; sequence: number };

/** Of a bucket that was not closed the whole payment, of a closed one what no final batch answered. */
export function refund(state: State, { model, bucket: number, sequence }: Refund): void {
  const { fellAt, buckets } = state.models[model]!;
  const bucket = buckets[number];
  const settlement = bucket?.settlements[sequence];
  need(fellAt !== 0n, "VaultModelStands");
  need(bucket !== undefined && settlement !== undefined && !settlement.refunded, "VaultUnknownSettlement");
  settlement.refunded = true;
  const { payer, amount, contributorsPart } = settlement;
  if (bucket.closed) {
    refundFromLedger(state, { model, bucket: number, payer, amount: contributorsPart });
  } else {
    bucket.total -= amount;
    bucket.contributorsPart -= contributorsPart;
    move(state, "vault", payer, amount);
  }
}

/** When something of the vault's next becomes possible. */
export const vaultTimes = ({ reserves, models }: State): bigint[] => [
  ...Object.values(reserves).map(({ withdrawableAt }) => withdrawableAt),
  ...Object.values(models).map(({ buckets }) => buckets.reduce((latest, { closesAt }) => max(latest, closesAt), 0n)),
];
