import { finalAt, waitsSince } from "./ledger.js";
import { activeStake, unbondingWorth } from "./staking.js";
import { WAD } from "./arithmetic.js";
import type { Settlement, State } from "./state.js";

export type Contract = "token" | "staking" | "vault" | "ledger" | "models";

/** A batch's id, told by its number. */
export type BatchRef = { readonly batch: number };
export type SettlementRef = Settlement & { readonly model: number; readonly bucket: number; readonly sequence: number };

export type Shown = string | number | bigint | boolean | BatchRef | { readonly settlement: SettlementRef | undefined };

/** What a view of the contracts must return: one value, or some fields of a struct. */
export type View = {
  readonly contract: Contract;
  readonly method: string;
  readonly args: readonly (string | number)[];
  readonly shows: Shown | Readonly<Record<string, Shown>>;
};

/** Everything that can be seen of a state. Names stand for addresses. */
export function viewsOf(state: State): View[] {
  return [...tokenViews(state), ...stakingViews(state), ...vaultViews(state), ...ledgerViews(state)];
}

const view = (contract: Contract, method: string, args: View["args"], shows: View["shows"]): View => ({
  ...{ contract, method, args, shows },
});

function tokenViews({ open }: State): View[] {
  const supply = Object.values(open).reduce((sum, amount) => sum + amount, 0n);
  const balances = Object.entries(open).map(([account, amount]) => view("token", "balanceOf", [account], amount));
  return [view("token", "totalSupply", [], supply), ...balances];
}

const ATTESTOR = 0; // the role

function stakingViews(state: State): View[] {
  const { pools, unbondings, undistributed, rewardPerTokenWad } = state.staking;
  const totals = { active: activeStake(state), undistributed, rewardPerTokenWad };
  return [
    view("staking", "totals", [], totals),
    ...Object.entries(pools).flatMap(([operator, { active, unbonding, shares, accruedWad }]) => [
      view("staking", "poolOf", [ATTESTOR, operator], { active: active.amount, unbonding: unbonding.amount }),
      ...[...new Set([...Object.keys(shares), ...Object.keys(accruedWad)])].flatMap((staker) => [
        view("staking", "sharesOf", [ATTESTOR, operator, staker], shares[staker] ?? 0n),
        view("staking", "pendingReward", [ATTESTOR, operator, staker], (accruedWad[staker] ?? 0n) / WAD),
      ]),
    ]),
    ...unbondings.map((each, i) => view("staking", "unbondingOf", [i + 1], { amount: unbondingWorth(state, each) })),
  ];
}

function vaultViews({ reserves, channels, owed, models }: State): View[] {
  return [
    ...Object.entries(reserves).map(([key, reserve]) => view("vault", "reserveOf", key.split(" to "), { ...reserve })),
    ...Object.entries(channels).map(([key, channel]) => {
      const [payer, payee, model] = key.split(/ to | for /);
      return view("vault", "channelOf", [payer!, payee!, Number(model)], { cumulative: channel.cumulative });
    }),
    ...Object.entries(owed).map(([account, amount]) => view("vault", "owedTo", [account], amount)),
    ...Object.entries(models).flatMap(([id, { buckets, royalty, bond }]) => {
      const model = Number(id);
      return [
        view("models", "trainerOf", [model], { bond }),
        view("vault", "royaltyOf", [model], royalty),
        view("vault", "bucketCount", [model], buckets.length),
        ...buckets.flatMap(({ openedAt, closesAt, closed, total, contributorsPart, settlements }, bucket) => [
          view("vault", "bucketOf", [model, bucket], {
            ...{ openedAt, closesAt, closed, total, contributorsPart, settlements: settlements.length },
          }),
          ...settlements.map((each, sequence) => {
            const settlement = each.refunded ? undefined : { ...each, model, bucket, sequence };
            return view("vault", "settlementHash", [model, bucket, sequence], { settlement });
          }),
        ]),
      ];
    }),
  ];
}

function ledgerViews({ models }: State): View[] {
  return Object.entries(models).flatMap(([id, { account }]) => {
    const model = Number(id);
    const { received, available, closedBuckets, batches, since, bonds, claimed, pause } = account;
    const totals = { received, available, nextBucket: batches.length, closedBuckets };
    return [
      view("ledger", "accountOf", [model], totals),
      view("ledger", "pauseOf", [model], { ...pause }),
      view("ledger", "waitsSince", [model, batches.length], waitsSince(account)),
      ...batches.map(({ id: batch, slashBps, quorumSigners }, bucket) =>
        view("ledger", "batchOf", [model, bucket], {
          ...{ id: { batch }, finalAt: finalAt(account, bucket), slashBps, quorumSigners, postedAt: since[bucket]! },
        }),
      ),
      // The next one reads as absent.
      view("ledger", "batchOf", [model, batches.length], { finalAt: 0n, quorumSigners: 0n }),
      ...since.map((_, bucket) => view("ledger", "bondOf", [model, bucket], { amount: bonds[bucket]?.amount ?? 0n })),
      ...Object.entries(claimed).map(([contribution, amount]) =>
        view("ledger", "claimedOf", [model, `contribution ${contribution}`], amount),
      ),
    ];
  });
}
