import { findFault } from "../../engine/src/core/audit/find-fault.js";
import type { Ancestor, AuditContext } from "../../engine/src/core/audit/audit-case.js";
import type { Fault } from "../../engine/src/core/audit/fault.js";
import { networkHelpers } from "../../test/helpers/chain.js";
import { type Bucket, randomBuckets, randomModel } from "../../test/vectors/scenario.js";
import { seeded, type Seeded } from "../../test/vectors/seeded.js";
import { CHANGES, corrupt, followed } from "./corrupt.js";
import { isRefused, openStage, post, refute, showBucket, showModel, signedId, type Stage } from "./stage.js";
import { transposed } from "./transpose.js";

export type Tally = {
  /** Honest buckets, and proofs sent against them. */
  honestTried: number;
  honestProofsTried: number;
  falseRefutations: number;
  corruptTried: number;
  refuted: number;
  /** Wrong batches that cannot be recomputed from what was published: they fall by *withheld*. */
  withheld: number;
  missed: number;
  /** What was missed, in words. */
  readonly misses: string[];
  /** Gas of each proof: least and most. */
  readonly gas: Record<string, { count: number; least: number; most: number }>;
};

type Provable = Extract<Fault, { method: string }>;

/**
 * Random buckets put before the real ledger and provers. Of each, wrong versions (one change or two, with or without everything after
 * them following rightly) are posted, found by the watcher's own code and refuted; then the honest version is posted and attacked with
 * every proof that was made against the wrong ones.
 */
export async function play(
  options: { readonly seed: string; readonly buckets: number; readonly corruptions: number },
  onBucket: (tally: Tally) => void = () => undefined,
): Promise<Tally> {
  const stage = await openStage();
  const empty = await networkHelpers.takeSnapshot();
  const random = seeded(options.seed);
  const tally = emptyTally();
  while (tally.honestTried < options.buckets) {
    const model = randomModel(random, 1 + Number(random.below(8n)));
    await showModel(stage, model);
    const history: History = { ancestors: [], parentSigned: undefined };
    for (const bucket of randomBuckets(random, model, 1 + Number(random.below(4n)))) {
      await playBucket(stage, bucket, { random, tally, history, corruptions: options.corruptions });
      onBucket(tally);
    }
    await empty.restore();
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
  const proofs: Provable[] = [];
  const names = Object.keys(CHANGES);
  for (let i = 0; i < corruptions; i++) {
    const chosen = Array.from({ length: 1 + (i % 2) }, () => names[Number(random.below(BigInt(names.length)))]!);
    const raw = corrupt(bucket.content, chosen, random);
    const content = raw && i % 3 === 0 ? followed(raw, bucket.input) : raw;
    if (content)
      proofs.push(...(await playCorruption(stage, bucket, { name: chosen.join(", "), context, content, tally })));
  }

  const posted = await post(stage, bucket.content);
  const fault = findFault({ posted, content: bucket.content }, context);
  if (fault) {
    tally.falseRefutations++;
    tally.misses.push(`the watcher calls an honest batch wrong: ${fault.proof}`);
  }
  const target = { posted, content: bucket.content, model: bucket.input.model };
  for (const proof of proofs) {
    tally.honestProofsTried++;
    if (await isRefused(stage, proof, transposed(proof.args, target))) continue;
    tally.falseRefutations++;
    tally.misses.push(`an honest batch is refuted by ${proof.method}`);
  }
  tally.honestTried++;
  const { rows } = bucket.content;
  history.ancestors = [...history.ancestors, { posted, rows, settlements: context.settlements }];
  history.parentSigned = await signedId(stage, posted);
}

async function playCorruption(
  stage: Stage,
  { content: honest }: Bucket,
  {
    name,
    context,
    content,
    tally,
  }: {
    readonly name: string;
    readonly context: AuditContext;
    readonly content: Bucket["content"];
    readonly tally: Tally;
  },
): Promise<Provable[]> {
  const snapshot = await networkHelpers.takeSnapshot();
  try {
    const posted = await post(stage, content);
    const fault = findFault({ posted, content }, context);
    if (!fault && isSame(content, honest)) return []; // the changes undid each other
    tally.corruptTried++;
    if (fault && !("method" in fault)) {
      if (fault.proof === "data") tally.withheld++;
      else miss(tally, `${name}: found as ${fault.proof}, without a proof`);
      return [];
    }
    if (!fault) {
      miss(tally, `${name}: not found`);
      return [];
    }
    const gas = await refute(stage, fault).catch((error: unknown) => String(error));
    if (typeof gas === "string") {
      miss(tally, `${name}: ${fault.method} failed, ${gas}`);
      return [];
    }
    tally.refuted++;
    const known = (tally.gas[fault.method] ??= { count: 0, least: gas, most: gas });
    known.count++;
    known.least = Math.min(known.least, gas);
    known.most = Math.max(known.most, gas);
    return [fault];
  } finally {
    await snapshot.restore();
  }
}

function miss(tally: Tally, why: string): void {
  tally.missed++;
  tally.misses.push(why);
}

function isSame(left: unknown, right: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? `${each}n` : each));
  return text(left) === text(right);
}

function emptyTally(): Tally {
  return {
    honestTried: 0,
    honestProofsTried: 0,
    falseRefutations: 0,
    corruptTried: 0,
    refuted: 0,
    withheld: 0,
    missed: 0,
    misses: [],
    gas: {},
  };
}
