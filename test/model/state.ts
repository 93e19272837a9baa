// The money of the economy as plain data. Accounts, contracts among them, go by name; models count from 1, buckets and contributions
// from 0; amounts are token base units and times Unix seconds, both bigint. A map reads what it does not have as 0.

import type { ParameterName } from "../../sdk/src/parameter.js";
import type { LedgerAccount, Posted } from "./ledger-state.js";

export type Account = string;

/** Money held in shares: a share begins at a base unit and never rises above it. */
export type SharePool = { amount: bigint; shares: bigint; generation: number; slashed: boolean };

export type StakingPool = {
  active: SharePool;
  unbonding: SharePool;
  remainderWad: bigint; // what the last reward's division by shares left
  shares: Record<Account, bigint>;
  accruedWad: Record<Account, bigint>;
};

export type Unbonding = {
  staker: Account;
  operator: Account;
  shares: bigint;
  generation: number;
  releaseAt: bigint;
  paid: boolean;
};

export type Staking = {
  pools: Record<Account, StakingPool>; // of attestors
  unbondings: Unbonding[]; // by id, from 1
  rewardPerTokenWad: bigint;
  undistributed: bigint;
};

export type Reserve = { amount: bigint; withdrawing: bigint; withdrawableAt: bigint };

/** Heads are names of hashes; a direct payment's is made of its request. */
export type Head = string;
export type Channel = { cumulative: bigint; head: Head };

export type Settlement = {
  payer: Account;
  payee: Account;
  cumulativeBefore: bigint;
  amount: bigint;
  contributorsPart: bigint;
  headBefore: Head;
  headAfter: Head;
  refunded: boolean;
};

export type Bucket = {
  openedAt: bigint;
  closesAt: bigint;
  protocolBps: bigint;
  stakersBps: bigint;
  contributorsBps: bigint;
  closed: boolean;
  total: bigint;
  contributorsPart: bigint;
  settlements: Settlement[];
};

export type Model = {
  owner: Account;
  trainer: Account;
  parents: number[];
  contributions: number[];
  bond: bigint;
  opensAt: bigint;
  retiredAt: bigint;
  settlesUntil: bigint;
  releaseAt: bigint;
  fellAt: bigint;
  buckets: Bucket[];
  royalty: bigint;
  account: LedgerAccount;
};

export type State = {
  now: bigint; // of the block that is being made
  parameters: Record<ParameterName, bigint>;
  open: Record<Account, bigint>;
  staking: Staking;
  reserves: Record<string, Reserve>; // by pair()
  channels: Record<string, Channel>; // by pair() and model
  owed: Record<Account, bigint>;
  models: Record<number, Model>;
  contributionOwners: Account[];
  posted: Posted[]; // every batch ever, by id, from 1
  refuted: string[]; // digests
};

export const pair = (payer: Account, payee: Account): string => `${payer} to ${payee}`;

export const channelKey = (payer: Account, payee: Account, model: number): string =>
  `${pair(payer, payee)} for ${String(model)}`;
