import { max, min } from "./arithmetic.js";
import { type BatchRecord, type Content, digestOf, type LedgerAccount, type Posted } from "./ledger-state.js";
import { need } from "./refusal.js";
import { isActive, slash } from "./staking.js";
import type { Account, State } from "./state.js";
import { burn, move } from "./token.js";

const DAY = 86_400n;
const LONGEST_HOLD = 15n * DAY;
const PAUSE_INTERVAL = 30n * DAY;

const accountOf = ({ models }: State, model: number): LedgerAccount => models[model]!.account;

/* FUNDS */

export function fund(state: State, model: number, amount: bigint): void {
  const account = accountOf(state, model);
  account.received += amount;
  account.available += amount;
  account.since[account.closedBuckets++] = state.now;
}

type LedgerRefund = { model: number; bucket: number; payer: Account; amount: bigint };

export function refundFromLedger(state: State, { model, bucket, payer, amount }: LedgerRefund): void {
  const account = accountOf(state, model);
  need(bucket >= account.batches.length, "LedgerBucketAnswered");
  need(account.available > 0n || amount === 0n, "LedgerInsolvent");
  const paid = min(amount, account.available);
  account.available -= paid;
  move(state, "ledger", payer, paid);
}

/* FINALITY */

/** The end of a batch's window, or of what holds it or one before it: never later than the longest hold. */
export function finalAt({ batches, heldFrom, heldUntil }: LedgerAccount, bucket: number): bigint {
  const { windowEnds } = batches[bucket]!;
  return bucket < heldFrom ? windowEnds : max(windowEnds, min(heldUntil, windowEnds + LONGEST_HOLD));
}

export const isFinal = ({ now }: State, account: LedgerAccount, bucket: number): boolean =>
  bucket < account.batches.length && now >= finalAt(account, bucket);

/* POSTING */

type Post = { content: Content; signers: Account[]; signedBy: Account[] };

export function post(state: State, { content, signers, signedBy }: Post): void {
  const { ChallengeWindowSeconds, QuorumSigners, AttestorSlashBps } = state.parameters;
  requireSuccessor(state, content);
  need(BigInt(signers.length) >= QuorumSigners, "LedgerTooFewSigners");
  need(!state.refuted.includes(digestOf(content)), "LedgerDigestRefuted");
  for (const [i, signer] of signers.entries()) {
    need(i === 0 || signer > signers[i - 1]!, "LedgerSignersUnsorted");
    need(signer === signedBy[i], "LedgerBadSignature");
  }
  for (const signer of signers) need(isActive(state, signer), "LedgerSignerNotActive");
  const terms = { slashBps: AttestorSlashBps, quorumSigners: QuorumSigners };
  append(state, { content, signers }, ChallengeWindowSeconds, terms);
}

function requireSuccessor(state: State, { model, bucket, parent }: Content): void {
  const account = accountOf(state, model);
  need(!account.isFallen, "LedgerModelFell");
  need(bucket === account.batches.length, "LedgerBucketOutOfOrder");
  need(bucket < account.closedBuckets, "LedgerBucketNotClosed");
  need(parent === (account.batches.at(-1)?.id ?? 0), "LedgerWrongParent");
}

type Terms = Pick<BatchRecord, "slashBps" | "quorumSigners">;

/** A batch is never final before its parent. */
function append(state: State, posted: Posted, windowSeconds: bigint, terms: Terms): void {
  const { model, bucket } = posted.content;
  const { batches, since } = accountOf(state, model);
  const windowEnds = max(state.now + windowSeconds, batches.at(-1)?.windowEnds ?? 0n);
  batches.push({ id: idOf(state, posted), windowEnds, ...terms });
  since[bucket] = state.now;
}

/** The same content under the same signers has the same id. */
function idOf({ posted }: State, batch: Posted): number {
  const isSame = ({ content, signers }: Posted) =>
    digestOf(content) === digestOf(batch.content) && signers.join() === batch.signers.join();
  const known = posted.findIndex(isSame);
  return known >= 0 ? known + 1 : posted.push(batch);
}

/* LONE POSTERS */

type PostAlone = { by: Account; content: Content };

export function postAlone(state: State, { by, content }: PostAlone): void {
  const { model, bucket } = content;
  const { ChallengeWindowSeconds, SilenceSeconds, LonePosterBond } = state.parameters;
  requireSuccessor(state, content);
  const account = accountOf(state, model);
  need(state.now >= waitsSince(account) + SilenceSeconds, "LedgerNotSilent");
  need(!state.refuted.includes(digestOf(content)), "LedgerDigestRefuted");
  append(state, { content, signers: [] }, 2n * ChallengeWindowSeconds, { slashBps: 0n, quorumSigners: 0n });
  const old = account.bonds[bucket]; // of a batch that was dropped
  account.bonds[bucket] = { poster: by, amount: LonePosterBond };
  move(state, by, "ledger", LonePosterBond);
  if (old !== undefined) move(state, "ledger", old.poster, old.amount);
}

/** Since when the next bucket could be answered; 0 where there is none. */
export function waitsSince({ batches, closedBuckets, since }: LedgerAccount): bigint {
  const next = batches.length;
  return next >= closedBuckets ? 0n : max(since[next]!, since[next - 1] ?? 0n);
}

export function releaseBond(state: State, { model, bucket }: { model: number; bucket: number }): void {
  const account = accountOf(state, model);
  const bond = account.bonds[bucket];
  need(bond !== undefined && bond.amount > 0n, "LedgerNoBond");
  const isBacking = account.batches[bucket]?.quorumSigners === 0n && !isFinal(state, account, bucket);
  need(!isBacking, "LedgerBatchNotFinal");
  move(state, "ledger", bond.poster, bond.amount);
  bond.amount = 0n;
}

/* REFUTATION */

function challengeable(state: State, id: number) {
  const posted = state.posted[id - 1]!;
  const { model, bucket } = posted.content;
  const account = accountOf(state, model);
  const record = account.batches[bucket];
  need(record?.id === id, "LedgerUnknownBatch");
  need(!isFinal(state, account, bucket), "LedgerBatchFinal");
  return { ...posted, record, account, bucket };
}

type Refute = { by: Account; id: number; leaf: number };

/** By the rule "cumulative = the parent's + sum". The batch can never come back; who signed it, or stood for it alone, pays. */
export function refuteCumulative(state: State, { by, id, leaf }: Refute): void {
  const { content } = state.posted[id - 1]!;
  const { cumulative, sum } = content.earnings[leaf]!;
  const before = content.parent === 0 ? 0n : state.posted[content.parent - 1]!.content.earnings[leaf]!.cumulative;
  need(cumulative !== before + sum, "ProverStepIsRight");

  const { record, signers, account, bucket } = challengeable(state, id);
  state.refuted.push(digestOf(content));
  dropFrom(state, account, bucket);
  if (record.quorumSigners === 0n) {
    const bond = account.bonds[bucket]!;
    burn(state, "ledger", bond.amount, by);
    bond.amount = 0n;
  }
  slashAll(state, signers, record.slashBps, by);
}

type Drop = { id: number; challenger: Account; slashed: Account[] };

/** What a judge does who was shown that something is withheld, and by whom it was before. */
export function dropSlashing(state: State, { id, challenger, slashed }: Drop): void {
  const { signers, account, record, bucket } = challengeable(state, id);
  let from = 0;
  for (const each of slashed) {
    const at = signers.indexOf(each, from);
    need(at >= 0, "LedgerNotAmongSigners");
    from = at + 1;
  }
  dropFrom(state, account, bucket);
  slashAll(state, slashed, record.slashBps, challenger);
}

/** With all that stands on it. The bucket waits anew. */
function dropFrom({ now }: State, { batches, since }: LedgerAccount, bucket: number): void {
  batches.length = bucket;
  since[bucket] = now;
}

/** Nobody is paid for what its own signature helped to do. */
function slashAll(state: State, losers: readonly Account[], bps: bigint, challenger: Account): void {
  const paid = losers.includes(challenger) ? undefined : challenger;
  for (const loser of losers) slash(state, loser, bps, paid);
}

/** The model fell: what is final stays. */
export function voidPending(state: State, model: number): void {
  const account = accountOf(state, model);
  account.batches = account.batches.filter((_, bucket) => isFinal(state, account, bucket));
  account.isFallen = true;
}

/* HOLDS AND PAUSES */

/** Only within the batch's window, or the fresh one that a pause in it gave. */
export function hold(state: State, { id, until }: { id: number; until: bigint }): void {
  const { account, record, bucket } = challengeable(state, id);
  const { pause } = account;
  const freshEnds = pause.startedAt < record.windowEnds ? pause.endsAt + pause.windowSeconds : 0n;
  need(state.now < max(record.windowEnds, freshEnds), "LedgerWindowOver");
  need(until <= record.windowEnds + LONGEST_HOLD, "LedgerHoldTooLong");
  if (state.now < pause.endsAt) pause.heldUntil = max(pause.heldUntil, until);
  holdFrom(state, account, bucket, until);
}

/** Two holds are one, from the earlier bucket to the later time. */
function holdFrom({ now }: State, account: LedgerAccount, bucket: number, until: bigint): void {
  const isHeld = now < account.heldUntil;
  account.heldFrom = isHeld ? Math.min(account.heldFrom, bucket) : bucket;
  account.heldUntil = isHeld ? max(account.heldUntil, until) : until;
}

/** Everything not final waits for the pause's end and a window more. */
export function pause(state: State, { by, model, from }: { by: Account; model: number; from: number }): void {
  const { PauseSeconds, ChallengeWindowSeconds } = state.parameters;
  const account = accountOf(state, model);
  need(by === "owner", "LedgerNotPauser");
  const isFirst = from === 0 || isFinal(state, account, from - 1);
  need(isFirst && from <= account.batches.length && !isFinal(state, account, from), "LedgerNotFirstPending");
  const { startedAt } = account.pause;
  need(startedAt === 0n || state.now >= startedAt + PAUSE_INTERVAL, "LedgerPausedRecently");

  const endsAt = state.now + PauseSeconds;
  account.pause = {
    ...{ startedAt: state.now, endsAt, windowSeconds: ChallengeWindowSeconds },
    heldUntil: account.heldUntil,
  };
  holdFrom(state, account, from, endsAt + ChallengeWindowSeconds);
}

/** What judges held before, and during the pause, stays held. */
export function unpause(state: State, { by, model }: { by: Account; model: number }): void {
  const account = accountOf(state, model);
  need(by === "owner", "LedgerNotUnpauser");
  need(state.now < account.pause.endsAt, "LedgerNotPaused");
  account.pause.endsAt = state.now;
  account.heldUntil = max(state.now + account.pause.windowSeconds, account.pause.heldUntil);
}

export const ledgerTimes = ({ models, parameters }: State): bigint[] =>
  Object.values(models).flatMap(({ account }) => [
    ...account.batches.map((_, bucket) => finalAt(account, bucket)),
    ...account.batches.map(({ windowEnds }) => windowEnds),
    waitsSince(account) + parameters.SilenceSeconds,
    account.pause.endsAt,
  ]);
