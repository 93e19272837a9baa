import type { ServedBatch } from "../../engine/src/core/audit/answer-item.js";
import type { Ancestor, AuditContext } from "../../engine/src/core/audit/audit-case.js";
import type { RefutableFault } from "../../engine/src/core/audit/fault.js";
import { isRefutable } from "../../engine/src/core/audit/fault.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { encodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { dataHash } from "../../engine/src/core/bundle/pieces.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { networkHelpers } from "../../test/helpers/chain.js";
import { type Bucket, randomBuckets, randomModel } from "../../test/vectors/scenario.js";
import { seeded, type Seeded } from "../../test/vectors/seeded.js";
import { type Attack, attacksOn } from "./attacks.js";
import { CHANGES, corrupt, followed } from "./corrupt.js";
import { findShown, FORGERIES, type Forgery } from "./forge.js";
import { largeSize, type PlaySize, usualSize } from "./size.js";
import { isRefused, openStage, post, refute, showBucket, showModel, signedId, type Stage } from "./stage.js";
import { Tally } from "./tally.js";
import { answer, anyItem, demand, expire, isUnanswerable } from "./withhold.js";

export type PlayOptions = {
  readonly seed: string;
  /** Buckets of the usual sizes, or of `size`; wrong versions of each. */
  readonly buckets: number;
  readonly size?: (random: Seeded) => PlaySize;
  readonly corruptions: number;
  /** Buckets of 1,000 receipts and more; wrong versions of each. */
  readonly large: number;
  readonly largeCorruptions: number;
};

/**
 * Random buckets put before the real ledger and provers. Of each, wrong versions (one change or two, with or without everything after
 * them following rightly) are posted, found by the watcher's own code and refuted; then the honest version is posted, attacked with
 * every proof, asked for any of its data, and dropped where one item is withheld.
 */
export async function play(options: PlayOptions, onBucket: (tally: Tally) => void = () => undefined): Promise<Tally> {
  const stage = await openStage();
  const empty = await networkHelpers.takeSnapshot();
  const random = seeded(options.seed);
  const { size: sizeOf = usualSize } = options;
  const tally = new Tally();
  const playModel = async (size: PlaySize, corruptions: number, least: number) => {
    const model = randomModel(random, size.contributions, size.mostCells);
    const buckets = randomBuckets(random, model, size.buckets, size.bucket);
    if (buckets[0]!.content.rows.length < least) return;
    await showModel(stage, model);
    const history: History = { ancestors: [], parentSigned: undefined };
    for (const bucket of buckets) {
      await playBucket(stage, bucket, { random, tally, history, corruptions });
      onBucket(tally);
    }
    await empty.restore();
  };
  const all = options.buckets + options.large;
  while (tally.honestTried < all || tally.largeBuckets < options.large) {
    // Spread evenly, so that a play that is cut short has its share of both.
    const isLargeDue = tally.largeBuckets < Math.ceil(((tally.honestTried + 1) / all) * options.large);
    if (isLargeDue) await playModel(largeSize(random), options.largeCorruptions, 1_000);
    else await playModel(sizeOf(random), options.corruptions, 1);
  }
  return tally;
}

/** The model's batches that stand, as the chain has them. */
type History = { ancestors: Ancestor[]; parentSigned: AuditContext["parentSigned"] };

type Game = {
  readonly random: Seeded;
  readonly tally: Tally;
  readonly history: History;
  readonly corruptions: number;
};

async function playBucket(stage: Stage, bucket: Bucket, { random, tally, history, corruptions }: Game): Promise<void> {
  await showBucket(stage, bucket.input);
  const context: AuditContext = { ...bucket.input, ...history };
  const proofs: RefutableFault[] = [];
  for (let i = 0; i < corruptions; i++) {
    const kind = { random, count: 1 + (i % 2), isFollowed: i % 3 === 0 };
    let forgery = anyForgery(bucket, kind);
    for (let again = 0; !forgery && again < 20; again++) forgery = anyForgery(bucket, kind);
    if (!forgery) continue;
    const proof = await playForgery(stage, bucket, { ...forgery, context, tally });
    if (proof) proofs.push(proof);
  }
  await playHonest(stage, bucket, { context, proofs, random, tally, history });
}

/** A wrong version: so many changes, of which the last may be between the leaves and what is signed. */
function anyForgery(
  { content, input }: Bucket,
  { random, count, isFollowed }: { readonly random: Seeded; readonly count: number; readonly isFollowed: boolean },
): { readonly names: readonly string[]; readonly forgery: Forgery } | undefined {
  const [changes, forgeries] = [Object.keys(CHANGES), Object.keys(FORGERIES)];
  const all = [...changes, ...forgeries];
  const chosen = Array.from({ length: count }, () => all[Number(random.below(BigInt(all.length)))]!);
  const forged = chosen.filter((name) => name in FORGERIES);
  const changed = chosen.filter((name) => name in CHANGES);
  if (forged.length > 1) return undefined;
  const raw = corrupt(content, changed, random);
  const wrong = raw && isFollowed && changed.length > 0 ? followed(raw, input) : raw;
  if (!wrong) return undefined;
  if (forged.length === 0) return { names: chosen, forgery: { content: wrong, signed: {} } };
  const canForge = wrong.rows.length > 0 && wrong.credits.some(({ length }) => length > 0);
  const forgery = canForge ? FORGERIES[forged[0]!]!(wrong, random) : undefined;
  // The ledger takes no batch with an empty root.
  if (!forgery || Object.values(forgery.signed).includes(ZERO_HASH)) return undefined;
  if (!corrupt(forgery.content, [], random)) return undefined; // no leaf can hold it
  return { names: chosen, forgery };
}

type WrongBatch = {
  readonly names: readonly string[];
  readonly forgery: Forgery;
  readonly context: AuditContext;
  readonly tally: Tally;
};

/** @returns the proof that refuted it. */
async function playForgery(
  stage: Stage,
  { content: honest }: Bucket,
  { names, forgery, context, tally }: WrongBatch,
): Promise<RefutableFault | undefined> {
  const { content, signed } = forgery;
  const name = names.join(", ");
  const snapshot = await networkHelpers.takeSnapshot();
  try {
    const posted = await post(stage, content, signed);
    const found = findFault({ posted, content }, context);
    const isForged = Object.keys(signed).length > 0 || forgery.statement !== undefined;
    if (!found && !isForged && isSame(content, honest)) return undefined; // the changes undid each other
    tally.corruption(names);
    const fault = found && isRefutable(found) ? found : findShown({ posted, content }, context, forgery);
    if (fault) {
      const gas = await refute(stage, fault).catch((error: unknown) => String(error));
      if (typeof gas === "string") {
        tally.miss(`${name}: ${fault.method} failed, ${gas}`);
        return undefined;
      }
      tally.refuted++;
      tally.spent(fault.method, gas);
      return fault;
    }

    const demanded = found && !isRefutable(found) && found.proof === "data" ? found.demand : undefined;
    const item = forgery.unanswerable ?? (demanded && { kind: demanded.kind, index: demanded.from, part: 0 });
    if (!item) {
      tally.miss(`${name}: ${found ? `found as ${found.proof}, without a proof` : "not found"}`);
      return undefined;
    }
    await demand(stage, posted, item);
    const cannot = await isUnanswerable(stage, item, serve(posted, content));
    const fall = cannot ? await expire(stage, posted, item) : undefined;
    if (!fall) {
      tally.miss(`${name}: ${item.kind} ${String(item.index)} ${cannot ? "did not let it fall" : "was answered"}`);
      return undefined;
    }
    tally.unanswerable++;
    tally.spent("expire", fall.gas);
    return undefined;
  } finally {
    await snapshot.restore();
  }
}

async function playHonest(
  stage: Stage,
  { content }: Bucket,
  {
    context,
    proofs,
    random,
    tally,
    history,
  }: Omit<Game, "corruptions"> & { readonly context: AuditContext; readonly proofs: readonly RefutableFault[] },
): Promise<void> {
  const bytes = bytesOf(content);
  const posted = await post(stage, content, { dataHash: dataHash(bytes) });
  const fault = findFault({ posted, content }, context);
  if (fault) tally.falseRefutation(`the watcher calls an honest batch wrong: ${fault.proof}`);

  const foreign = proofs.map(({ prover, method, args }): Attack => ({
    prover,
    method,
    args: [posted, ...(args as readonly unknown[]).slice(1)],
  }));
  for (const { prover, method, args } of [...attacksOn({ posted, content }, context, random), ...foreign]) {
    tally.honestProofsTried++;
    if (!(await isRefused(stage, { prover, method }, args))) {
      tally.falseRefutation(`an honest batch is refuted by ${method}`);
    }
  }
  await playDemands(stage, { posted, content, bytes }, random, tally);
  tally.bucket(content.rows.length);
  history.ancestors = [...history.ancestors, { posted, rows: content.rows, settlements: context.settlements }];
  history.parentSigned = await signedId(stage, posted);
}

/** A demand that is answered lets nothing fall; one that is not does, and costs nobody a stake the first time. */
async function playDemands(stage: Stage, served: ServedBatch, random: Seeded, tally: Tally): Promise<void> {
  const { posted } = served;
  const snapshot = await networkHelpers.takeSnapshot();
  const item = anyItem(served, random);
  await demand(stage, posted, item);
  const beforeAnswer = await networkHelpers.takeSnapshot();
  await answer(stage, item, served);
  if (await expire(stage, posted, item)) {
    tally.falseFalls++;
    tally.misses.push(`an honest batch falls although ${item.kind} ${String(item.index)} was answered`);
  }
  tally.demandsAnswered++;

  await beforeAnswer.restore();
  tally.withheldTried++;
  const fall = await expire(stage, posted, item);
  if (fall) {
    tally.withheldFell++;
    tally.slashedForTheFirst += fall.slashed;
    tally.spent("expire", fall.gas);
  } else tally.misses.push(`${item.kind} ${String(item.index)} was withheld, and the batch stands`);
  await snapshot.restore();
}

function serve(posted: ServedBatch["posted"], content: BatchContent): ServedBatch {
  return { posted, content, bytes: bytesOf(content) };
}

function bytesOf(content: BatchContent): Uint8Array {
  const scales = new Float32Array(content.rows.length).fill(1);
  return encodeBatchBundle({ content, scales, transcripts: undefined });
}

function isSame(left: unknown, right: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? `${each}n` : each));
  return text(left) === text(right);
}
