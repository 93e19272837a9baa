import type { Earning } from "./ledger-state.js";
import { finalAt, isFinal, ledgerTimes } from "./ledger.js";
import type { Action, Kind, Of } from "./rules.js";
import { type Account, channelKey, pair, type State } from "./state.js";
import { vaultTimes } from "./vault.js";

// From numbers to an action that the state gives a chance: mostly one that the rules allow, often at the edge, sometimes not.

/** Plain numbers, so that what fails shrinks well. */
export type Wish = { readonly kind: Kind | "wait"; readonly numbers: readonly number[] };

/** How many numbers a wish has. */
export const WISH_SIZE = 6;

const ATTESTORS = ["attestor1", "attestor2", "attestor3"];
const STAKERS = ["deployer", "alice", "attestor1"];
const PAYERS = ["payer", "carol"];
const PAYEES = ["host", "bob"];
const CHALLENGERS = ["mallory", "attestor1"];
const OWNERS = ["alice", "bob", "carol", "trainer"];

const OPEN = 10n ** 18n;
/** Dust, odd and round sums. */
const AMOUNTS = [1n, 3n, 7n * OPEN + 1n, 100n * OPEN, 9_999n, 0n, 10_000n * OPEN + 7n, 10n ** 26n];
const FRACTIONS = [1n, 2n, 3n, 7n];

const VALUES = {
  ContributorsFeeBps: [3_333n, 6_000n, 5_000n],
  StakersFeeBps: [2_500n, 0n, 1_777n],
  ProtocolFeeBps: [1_500n, 0n, 999n],
  ParentRoyaltyBps: [5_000n, 0n, 3_333n],
  BountyBps: [5_000n, 0n, 1_999n],
  BountyCap: [OPEN, 10_000n * OPEN],
  AttestorSlashBps: [10_000n, 1_000n, 3_333n],
  QuorumSigners: [1n, 2n, 3n],
  ChallengeWindowSeconds: [3_600n, 604_800n, 259_200n],
  LonePosterBond: [OPEN, 10_000n * OPEN],
  MinAttestorStake: [OPEN, 10_000n * OPEN],
  WithdrawalDelaySeconds: [3_600n, 172_800n],
  BucketSeconds: [60n, 86_400n],
} as const;

type Pick = <T>(items: readonly T[]) => T;

/** One that has a chance; where there is none, seldom any at all, else nothing. */
const likely = <T>(pick: Pick, hopeful: readonly T[], all: readonly T[]): T =>
  pick(hopeful.length > 0 ? hopeful : pick([[], [], [], [], all]));

const MOSTLY = [true, true, true, true, true, false];

/** When something next becomes possible, or ends. */
export function times(state: State): bigint[] {
  const { staking, models, now } = state;
  const registry = Object.values(models).flatMap(({ settlesUntil, releaseAt }) => [settlesUntil, releaseAt]);
  const unbondings = staking.unbondings.map(({ releaseAt }) => releaseAt);
  const all = [...vaultTimes(state), ...ledgerTimes(state), ...registry, ...unbondings];
  return [...new Set(all)].filter((time) => time > now + 1n).sort((a, b) => (a < b ? -1 : 1));
}

/** The time before the next action, which its block follows by a second: to the edge of something, or a second before. */
export function waited(state: State, { numbers: [a = 0, b = 0] }: Wish): bigint {
  const soon = times(state).slice(0, 6);
  return soon.length === 0 ? state.now + 3_600n : soon[a % soon.length]! - 1n - BigInt(b % 2);
}

type Choices = { readonly [K in Kind]: (state: State, pick: Pick) => Of<K> };

const modelOf = ({ models }: State, pick: Pick): number => pick(Object.keys(models).map(Number));

/** Usually the next bucket to close of a model that has one, of those over if there are. */
function bucketOf({ models, now }: State, pick: Pick) {
  const open = Object.entries(models).flatMap(([model, { buckets }]) => {
    const bucket = buckets.findIndex(({ closed }) => !closed);
    return bucket < 0 ? [] : [{ model: Number(model), bucket, closesAt: buckets[bucket]!.closesAt }];
  });
  const over = open.filter(({ closesAt }) => closesAt <= now + 1n);
  const { model, bucket } = pick(over.length > 0 ? over : open);
  return { model, bucket: pick(MOSTLY) ? bucket : pick([0, bucket + 1]) };
}

/** A batch that stands, seldom one that does not. */
function batchId({ posted, models }: State, pick: Pick): number {
  const ids = Object.values(models).flatMap(({ account }) => account.batches.map(({ id }) => id));
  const all = posted.map((_, i) => i + 1);
  return pick(MOSTLY) ? likely(pick, ids, all) : pick(all);
}

function voucher(state: State, pick: Pick) {
  const [payer, payee, model] = [pick(PAYERS), pick(PAYEES), modelOf(state, pick)];
  const settled = state.channels[channelKey(payer, payee, model)]?.cumulative ?? 0n;
  const reserve = state.reserves[pair(payer, payee)]?.amount ?? 0n;
  const cumulative = settled + pick([1n, reserve, reserve / 3n, reserve + 1n, 0n, 12_345n]);
  const signer = pick([payer, payer, payer, payer, "mallory"]);
  return { voucher: { payer, payee, model, cumulative, head: `head ${String(cumulative)}` }, signer };
}

/** Content for the bucket that waits in some model: right by sums, or with one earning made up. */
function content(state: State, pick: Pick) {
  const waiting = Object.keys(state.models).filter(
    (id) => state.models[Number(id)]!.account.closedBuckets > state.models[Number(id)]!.account.batches.length,
  );
  const model = Number(likely(pick, waiting, Object.keys(state.models)));
  const { account, contributions } = state.models[model]!;
  const parent = account.batches.at(-1)?.id ?? 0;
  const before = parent === 0 ? undefined : state.posted[parent - 1]!.content.earnings;
  const part = account.available / BigInt(contributions.length);
  const error = pick([1n, -1n, account.available, 0n, account.available / 2n]);
  const earnings = contributions.map((_, leaf): Earning => {
    const sum = (part * BigInt(leaf + 1)) / 2n;
    const cumulative = (before?.[leaf]?.cumulative ?? 0n) + sum + (leaf === 0 ? error : 0n);
    return { sum, cumulative: cumulative < 0n ? 0n : cumulative };
  });
  return {
    model,
    bucket: account.batches.length,
    parent: pick(MOSTLY) ? parent : 0,
    salt: 0,
    earnings,
  };
}

const SIGNERS: readonly (readonly Account[])[] = [
  ["attestor1", "attestor2"],
  ["attestor1", "attestor2", "attestor3"],
  ["attestor2", "attestor3"],
  ["attestor1", "attestor2", "attestor3"],
  ["attestor1"],
  ["attestor2", "attestor1"],
  ["attestor1", "mallory"],
];

/** Those that stand and are final, or not yet. */
const standing = (state: State, final: boolean): number[] =>
  Object.values(state.models).flatMap(({ account }) =>
    account.batches.filter((_, bucket) => isFinal(state, account, bucket) === final).map(({ id }) => id),
  );

const pendingId = (state: State, pick: Pick): number =>
  pick(MOSTLY)
    ? likely(
        pick,
        standing(state, false),
        state.posted.map((_, i) => i + 1),
      )
    : batchId(state, pick);

/** An earning, mostly of a final batch. */
const item = (state: State, pick: Pick) => {
  const final = standing(state, true);
  const id = pick(MOSTLY) && final.length > 0 ? pick(final) : batchId(state, pick);
  return { id, leaf: pick(state.posted[id - 1]!.content.earnings.map((_, leaf) => leaf)) };
};

/** A settlement that exists, of a model that fell if there is one. */
function settlement({ models }: State, pick: Pick) {
  const fallen = Object.keys(models).filter((id) => models[Number(id)]!.fellAt > 0n);
  const model = Number(likely(pick, fallen, Object.keys(models)));
  const buckets = models[model]!.buckets;
  const bucket = pick(buckets.map((_, i) => i));
  return { model, bucket, sequence: pick(buckets[bucket]!.settlements.map((_, i) => i)) };
}

const CHOICES: Choices = {
  stake: (_, pick) => ({ by: pick(STAKERS), operator: pick(ATTESTORS), amount: pick(AMOUNTS) }),
  unbond: ({ staking }, pick) => {
    const [by, operator] = [pick(STAKERS), pick(ATTESTORS)];
    const held = staking.pools[operator]?.shares[by] ?? 0n;
    return { by, operator, shares: pick([held / pick(FRACTIONS), held, held + 1n, 1n]) };
  },
  withdrawStake: ({ staking: { unbondings } }, pick) => {
    const id = pick(unbondings.map((_, i) => i + 1));
    return { id, by: pick([unbondings[id - 1]!.staker, unbondings[id - 1]!.staker, "mallory"]) };
  },
  addReward: (_, pick) => ({ by: "deployer", amount: pick(AMOUNTS) }),
  claimReward: (_, pick) => ({ by: pick(STAKERS), operator: pick(ATTESTORS) }),
  deposit: (_, pick) => ({
    by: pick(["payer", "carol", "bob"]),
    payer: pick(PAYERS),
    payee: pick(PAYEES),
    amount: pick(AMOUNTS),
  }),
  requestWithdrawal: ({ reserves }, pick) => {
    const [by, payee] = [pick(PAYERS), pick(PAYEES)];
    const amount = reserves[pair(by, payee)]?.amount ?? 0n;
    return { by, payee, amount: pick([amount, amount / 2n, amount + 1n, 0n]) };
  },
  withdrawReserve: ({ reserves }, pick) => {
    const all = PAYERS.flatMap((by) => PAYEES.map((payee) => ({ by, payee })));
    const announced = all.filter(({ by, payee }) => (reserves[pair(by, payee)]?.withdrawableAt ?? 0n) > 0n);
    return likely(pick, announced, all);
  },
  pay: (state, pick) => ({
    by: pick(PAYERS),
    model: modelOf(state, pick),
    payee: pick(PAYEES),
    amount: pick(AMOUNTS),
    request: "request",
  }),
  settle: (state, pick) => {
    const signed = voucher(state, pick);
    return { by: pick(MOSTLY) ? signed.voucher.payee : "payer", ...signed };
  },
  settleMany: (state, pick) => {
    const [first, second] = [voucher(state, pick), voucher(state, pick)];
    const { payee } = first.voucher;
    const other = pick(MOSTLY) ? { ...second, voucher: { ...second.voucher, payee } } : second;
    return { by: payee, vouchers: [first, other] };
  },
  close: bucketOf,
  climb: ({ models }, pick) => {
    const all = Object.keys(models).map(Number);
    const earning = all.filter((model) => models[model]!.royalty > 0n);
    return { model: likely(pick, earning, all) };
  },
  collect: (_, pick) => ({ account: pick(["treasury", "trainer", "alice"]) }),
  refund: settlement,
  post: (state, pick) => {
    const signers = [...pick(SIGNERS)];
    const signedBy = pick([signers, signers, signers, signers, ["mallory", ...signers.slice(1)]]);
    return { content: content(state, pick), signers, signedBy: [...signedBy] };
  },
  postAlone: (state, pick) => ({ by: pick(["bob", "mallory"]), content: content(state, pick) }),
  releaseBond: ({ models }, pick) => {
    const bonds = Object.entries(models).flatMap(([model, { account }]) =>
      Object.keys(account.bonds).map((bucket) => ({ model: Number(model), bucket: Number(bucket) })),
    );
    return likely(pick, bonds, [{ model: 1, bucket: 0 }]);
  },
  refuteCumulative: (state, pick) => ({ by: pick(CHALLENGERS), id: pendingId(state, pick), leaf: 0 }),
  dropSlashing: (state, pick) => {
    const id = pendingId(state, pick);
    const { signers } = state.posted[id - 1]!;
    const slashed = pick([[], signers, signers.slice(1), ["mallory"]]);
    return { id, challenger: pick(CHALLENGERS), slashed: [...slashed] };
  },
  hold: (state, pick) => {
    const id = batchId(state, pick);
    const { model, bucket } = state.posted[id - 1]!.content;
    const { account } = state.models[model]!;
    const windowEnds = account.batches[bucket]?.windowEnds ?? state.now;
    return { id, until: windowEnds + pick([1n, 86_400n, 15n * 86_400n, 15n * 86_400n + 1n, -5n]) };
  },
  pause: (state, pick) => {
    const model = modelOf(state, pick);
    const { account } = state.models[model]!;
    const first = account.batches.findIndex((_, bucket) => state.now + 1n < finalAt(account, bucket));
    const from = first < 0 ? account.batches.length : first;
    return { by: pick(["owner", "owner", "owner", "mallory"]), model, from: pick([from, from, from + 1, 0]) };
  },
  unpause: (state, pick) => ({ by: pick(["owner", "owner", "mallory"]), model: pausedModel(state, pick) }),
  claim: (state, pick) => ({ item: item(state, pick) }),
  claimTo: (state, pick) => {
    const { id, leaf } = item(state, pick);
    const { contributions } = state.models[state.posted[id - 1]!.content.model]!;
    const by = pick(MOSTLY) ? state.contributionOwners[contributions[leaf]!]! : pick(OWNERS);
    return { by, item: { id, leaf }, recipient: "mallory" };
  },
  claimMany: (state, pick) => ({ items: [item(state, pick), item(state, pick), item(state, pick)] }),
  retire: (state, pick) => ({ by: "trainer", model: modelOf(state, pick) }),
  fall: (state, pick) => ({ model: modelOf(state, pick), challenger: pick(CHALLENGERS) }),
  releaseModelBond: ({ models, now }, pick) => {
    const all = Object.keys(models).map(Number);
    const over = all.filter((model) => models[model]!.releaseAt > 0n && models[model]!.releaseAt <= now + 1n);
    return { model: likely(pick, over, all) };
  },
  transferModel: (state, pick) => ({ to: pick(["trainer", "alice"]), model: modelOf(state, pick) }),
  transferContribution: ({ contributionOwners }, pick) => ({
    to: pick(OWNERS),
    contribution: pick(contributionOwners.map((_, i) => i)),
  }),
  setParameter: (_, pick) => {
    const name = pick(Object.keys(VALUES) as (keyof typeof VALUES)[]);
    return { name, value: pick<bigint>(VALUES[name]) };
  },
};

function pausedModel({ models, now }: State, pick: Pick): number {
  const all = Object.keys(models).map(Number);
  const paused = all.filter((model) => models[model]!.account.pause.endsAt > now + 1n);
  return likely(pick, paused, all);
}

class NothingToPick extends Error {}

/** Nothing where the state has not what the wish is about: no batch to claim against, no unbonding to withdraw. */
export function choose(state: State, { kind, numbers }: Wish & { readonly kind: Kind }): Action | undefined {
  let used = 0;
  const pick: Pick = (items) => {
    if (items.length === 0) throw new NothingToPick();
    // Each number serves many choices: its digits in mixed bases, so that few numbers say much.
    const turn = used++;
    const number = numbers[turn % numbers.length]!;
    return items[(turn < numbers.length ? number : number >>> 8) % items.length]!;
  };
  try {
    return { kind, args: CHOICES[kind](state, pick) } as Action;
  } catch (error) {
    if (error instanceof NothingToPick) return undefined;
    throw error;
  }
}
