import { expect } from "chai";
import fc from "fast-check";

import type { AuditContext, PublishedBatch } from "../../engine/src/core/audit/audit-case.js";
import { findEarningsNodeFault } from "../../engine/src/core/audit/check-earnings-tree.js";
import { creditPreimages, findSumFault, treePreimages } from "../../engine/src/core/audit/check-sum.js";
import { pairPreimages } from "../../engine/src/core/audit/check-tree.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import type { Credit } from "../../engine/src/core/hash/structs.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { statementLeaves } from "../../engine/src/core/ledger/statements.js";
import { sumRoot } from "../../engine/src/core/tree/merkle-sum.js";
import { treeDepth } from "../../engine/src/core/tree/padded-tree.js";
import { forgedEarnings, forgedStatement, withSumRoot } from "../helpers/forged-trees.js";
import { publish, replaceAt, withEarning } from "../vectors/corrupt.js";
import { type Bucket, randomBuckets, randomModel } from "../vectors/scenario.js";
import { seeded } from "../vectors/seeded.js";

const SEEDS = 24;
const RUNS = 300;
const PARENT = keccakText("parent");
const SIGNED = { digest: keccakText("digest"), signersHash: keccakText("signers") };

type Case = { readonly content: BatchContent; readonly context: AuditContext };
type Pick = (bound: number) => number;
/** Undefined where it does not apply. */
type Corruption = (at: Case, pick: Pick) => BatchContent | undefined;

/** Second buckets of models with 1 to 22 contributions. */
const cases = Array.from({ length: SEEDS }, (_, seed): Case => {
  const random = seeded(`statements ${seed}`);
  const [before, { input, content }] = randomBuckets(random, randomModel(random, 1 + 3 * (seed % 8)), 2) as [
    Bucket,
    Bucket,
  ];
  const ancestor = { ...publish(before.content), rows: before.content.rows, settlements: before.input.settlements };
  return { content, context: { ...input, parentSigned: SIGNED, ancestors: [ancestor] } };
});

function published(content: BatchContent): PublishedBatch {
  const { posted } = publish(content);
  return { posted: { ...posted, batch: { ...posted.batch, parent: PARENT } }, content };
}

/** Another statement for one contribution, and all that follows from it. */
function restated({ content, context }: Case, at: number, statement: readonly Credit[]): BatchContent {
  const { hash, sum } = sumRoot(statementLeaves(statement));
  const cumulative = (context.parent?.[at]?.cumulative ?? 0n) + sum;
  const credits = replaceAt(content.credits, at, statement);
  return withEarning({ ...content, credits }, at, { cumulative, statementRoot: hash, sum, count: statement.length });
}

function onStatement(change: (lines: readonly Credit[], pick: Pick) => readonly Credit[] | undefined): Corruption {
  return (at, pick) => {
    const contribution = pick(at.content.credits.length);
    const lines = at.content.credits[contribution]!;
    const changed = lines.length > 0 ? change(lines, pick) : undefined;
    return changed && restated(at, contribution, changed);
  };
}

const onCredit = (change: (credit: Credit) => Credit) =>
  onStatement((lines, pick) => {
    const place = pick(lines.length);
    return replaceAt(lines, place, change(lines[place]!));
  });

const onEarning = (change: (earning: BatchContent["earnings"][number]) => Partial<typeof earning>): Corruption => {
  return ({ content }, pick) => {
    const at = pick(content.earnings.length);
    return withEarning(content, at, change(content.earnings[at]!));
  };
};

const CORRUPTIONS: readonly Corruption[] = [
  onCredit((credit) => ({ ...credit, amount: credit.amount + 1n })),
  onCredit((credit) => ({ ...credit, amount: credit.amount === 0n ? 7n : 0n })),
  onCredit((credit) => ({ ...credit, row: (credit.row + 1) % 2 ** 32 })), // another change may have made it the last
  onCredit((credit) => ({ ...credit, row: 2 ** 32 - 1 })),
  onCredit((credit) => ({ ...credit, entry: credit.entry ^ 1 })),
  onCredit((credit) => ({ ...credit, entry: 255 })),
  onStatement((lines, pick) => lines.toSpliced(pick(lines.length), 1)),
  onStatement((lines, pick) => lines.toSpliced(pick(lines.length), 0, lines[pick(lines.length)]!)),
  onStatement((lines) => (lines.length > 1 ? lines.toReversed() : undefined)),
  onStatement(() => []),
  (at, pick) => {
    const [from, to] = [pick(at.content.credits.length), pick(at.content.credits.length + 1)];
    const stolen = at.content.credits[from]![0];
    const thief = at.content.credits[to];
    return stolen && thief && from !== to ? restated(at, to, [stolen, ...thief]) : undefined;
  },
  onEarning(({ sum }) => ({ sum: sum + 1n })),
  onEarning(({ sum }) => ({ sum: sum === 0n ? 2n ** 127n : 0n })),
  onEarning(({ count }) => ({ count: count + 1 })),
  onEarning(({ count }) => ({ count: count === 0 ? 1 : count - 1 })),
  onEarning(({ count }) => ({ count: 2 * count + 1 })),
  onEarning(({ count }) => ({ count: count === 0 ? 9 : 0 })),
  onEarning(({ count, cumulative }) => (count > 0 ? { statementRoot: ZERO_HASH } : { cumulative: cumulative + 1n })),
  onEarning(({ cumulative }) => ({ cumulative: cumulative + 1n })),
  onEarning(({ cumulative }) => ({ cumulative: cumulative === 0n ? 1n : 0n })),
  onEarning(({ contributionId }) => ({ contributionId: contributionId + 1n })),
  ({ content }) => ({ ...content, earnings: [...content.earnings, content.earnings[0]!] }),
  ({ content }) => {
    return content.earnings.length > 1 ? { ...content, earnings: content.earnings.slice(0, -1) } : undefined;
  },
];

function rootsOf(content: BatchContent): string {
  const { rowRoot, earningsRoot } = publish(content).posted.batch;
  return rowRoot + earningsRoot;
}

/** Applies the corruptions named by `kinds` one after the other, and asks for a fault that a contract can be shown. */
function expectShown(kinds: fc.Arbitrary<number[]>): void {
  let applied = 0;
  fc.assert(
    fc.property(fc.nat(SEEDS - 1), kinds, fc.infiniteStream(fc.nat()), (seed, chosen, numbers) => {
      const { content: honest, context } = cases[seed]!;
      const pick: Pick = (bound) => (numbers.next().value as number) % bound;
      const wrong = chosen.reduce<BatchContent>((content, kind) => {
        return CORRUPTIONS[kind]!({ content, context }, pick) ?? content;
      }, honest);
      if (rootsOf(wrong) === rootsOf(honest)) return;
      applied++;
      const fault = findFault(published(wrong), context);
      expect(fault, `${chosen.join()}: ${String(fault?.proof)}`).to.have.property("method");
    }),
    { numRuns: RUNS },
  );
  expect(applied).to.be.greaterThan(RUNS / 3);
}

describe("findFault, of statements and earnings", () => {
  it("finds nothing in an honest batch", () => {
    for (const { content, context } of cases) expect(findFault(published(content), context)).to.equal(undefined);
  });

  it("can show any one thing that is wrong", () => {
    expectShown(fc.tuple(fc.nat(CORRUPTIONS.length - 1)));
  });

  it("can show one of any two things that are wrong", () => {
    expectShown(fc.tuple(fc.nat(CORRUPTIONS.length - 1), fc.nat(CORRUPTIONS.length - 1)));
  });

  it("can show any one thing that is wrong where the rows or queries are withheld", () => {
    for (const { content, context } of cases) {
      const wrong = withEarning(content, 0, { cumulative: content.earnings[0]!.cumulative + 1n });
      const { posted } = published(wrong);
      const hidden = { posted: { ...posted, batch: { ...posted.batch, rowRoot: PARENT } }, content: wrong };
      expect(findFault(hidden, context)).to.have.property("method", "refuteCumulative");
      const queries = { rows: 0, lanes: content.queries.lanes, data: new Int8Array(0) };
      const fault = findFault({ posted, content: { ...wrong, queries } }, context);
      expect(fault).to.have.property("method", "refuteCumulative");
    }
  });

  it("finds a wrong cumulative also where the parent cannot be shown", () => {
    const { content, context } = cases[0]!;
    const wrong = published(withEarning(content, 0, { cumulative: content.earnings[0]!.cumulative + 1n }));
    const fault = findFault(wrong, { ...context, parentSigned: undefined });
    expect(fault).to.deep.equal({ proof: "earnings", reason: "not old plus sum", contribution: 0 });
  });

  it("shows any node of a statement's tree whose sum is wrong, from its nodes", () => {
    fc.assert(
      fc.property(fc.nat(SEEDS - 1), fc.nat(), fc.nat(), fc.nat(), fc.bigInt(1n, 2n ** 100n), (seed, a, b, c, more) => {
        const { content } = cases[seed]!;
        const at = a % content.credits.length;
        const count = content.credits[at]!.length;
        if (count === 0) return;
        const height = b % (treeDepth(count) + 1);
        const index = c % 2 ** (treeDepth(count) - height);
        const change = <T extends { sum: bigint }>(node: T) => ({ ...node, sum: node.sum + more });
        const levels = forgedStatement(content, at, { height, index, change });
        const wrong = published(withSumRoot(content, at, levels.at(-1)![0]!));
        const preimages = new Map([...treePreimages(levels), ...creditPreimages(content.credits[at]!)]);
        const fault = findSumFault(wrong, at, preimages);
        expect(fault).to.deep.include({ contribution: at });
        // Nothing but what is wrong: of padding, the topmost node that is not padding.
        expect(fault!.height).to.be.at.least(height);
      }),
      { numRuns: RUNS },
    );
  });

  it("shows any empty leaf and any padding of the earnings tree that is not, from its nodes", () => {
    fc.assert(
      fc.property(fc.nat(SEEDS - 1), fc.nat(), (seed, place) => {
        const { content, context } = cases[seed]!;
        const count = content.earnings.length;
        if (count === 1) return; // an empty root is not posted
        const index = place % 2 ** treeDepth(count);
        const change = () => (index < count ? ZERO_HASH : PARENT);
        const levels = forgedEarnings(content, { height: 0, index, change });
        const { posted } = published(content);
        const batch = { ...posted.batch, earningsRoot: levels.at(-1)![0]! };
        const wrong = { posted: { ...posted, batch }, content };
        expect(findEarningsNodeFault(wrong, context, pairPreimages(levels))).to.have.property("method");
      }),
      { numRuns: RUNS },
    );
  });
});
