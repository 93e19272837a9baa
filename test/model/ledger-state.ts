import type { Account } from "./state.js";

export type Earning = { cumulative: bigint; sum: bigint };

/** What attestors sign: two batches with the same content have the same digest. */
export type Content = {
  model: number;
  bucket: number;
  parent: number; // id of a batch, 0 for none
  salt: number; // stands for all that has no earnings in it
  earnings: Earning[];
};

export type Posted = { content: Content; signers: Account[] };

export type BatchRecord = {
  id: number;
  windowEnds: bigint;
  slashBps: bigint;
  quorumSigners: bigint; // 0: posted alone
};

export type Pause = { startedAt: bigint; endsAt: bigint; windowSeconds: bigint; heldUntil: bigint };

export type LedgerAccount = {
  received: bigint;
  available: bigint;
  closedBuckets: number;
  batches: BatchRecord[]; // those that stand
  since: bigint[]; // by bucket: money came, batch posted or dropped
  heldFrom: number;
  heldUntil: bigint;
  isFallen: boolean;
  pause: Pause;
  bonds: Record<number, { poster: Account; amount: bigint }>; // by bucket
  claimed: Record<number, bigint>; // by contribution
};

/** Stands for the hash that attestors sign. */
export function digestOf({ model, bucket, parent, salt, earnings }: Content): string {
  const leaves = earnings.map(({ cumulative, sum }) => `${String(cumulative)}(${String(sum)})`);
  return [model, bucket, parent, salt, ...leaves].join(" ");
}

const NO_PAUSE: Pause = { startedAt: 0n, endsAt: 0n, windowSeconds: 0n, heldUntil: 0n };

export function emptyAccount(): LedgerAccount {
  return {
    received: 0n,
    available: 0n,
    closedBuckets: 0,
    batches: [],
    since: [],
    heldFrom: 0,
    heldUntil: 0n,
    isFallen: false,
    pause: { ...NO_PAUSE },
    bonds: {},
    claimed: {},
  };
}
