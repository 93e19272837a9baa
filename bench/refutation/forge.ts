import { earningPreimages, findEarningsNodeFault } from "../../engine/src/core/audit/check-earnings-tree.js";
import { findRowNodeFault, rowPreimages } from "../../engine/src/core/audit/check-row-tree.js";
import { creditPreimages, findSumFault, treePreimages } from "../../engine/src/core/audit/check-sum.js";
import { pairPreimages } from "../../engine/src/core/audit/check-tree.js";
import type { AuditContext, PublishedBatch } from "../../engine/src/core/audit/audit-case.js";
import type { DataItem } from "../../engine/src/core/audit/data-item.js";
import type { RefutableFault } from "../../engine/src/core/audit/fault.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Batch } from "../../engine/src/core/hash/structs.js";
import { type BatchContent, rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { earningsTree } from "../../engine/src/core/ledger/earnings.js";
import type { SumNode } from "../../engine/src/core/tree/merkle-sum.js";
import { treeDepth } from "../../engine/src/core/tree/padded-tree.js";
import { forgedEarnings, forgedRows, forgedStatement, withSumRoot } from "../../test/helpers/forged-trees.js";
import type { Seeded } from "../../test/vectors/seeded.js";

type Levels<Node> = readonly (readonly Node[])[];

/** A batch whose signed roots are not those of what is published. */
export type Forgery = {
  readonly content: BatchContent;
  /** What is signed instead of what follows from the content. */
  readonly signed: Partial<Batch>;
  /** Trees with a wrong node, as answers to demands show them. */
  readonly rows?: Levels<Hex>;
  readonly earnings?: Levels<Hex>;
  readonly statement?: { readonly contribution: number; readonly levels: Levels<SumNode> };
  /** What nobody can answer, where the forgery is a hash of nothing. */
  readonly unanswerable?: DataItem;
};

type Forge = (content: BatchContent, random: Seeded) => Forgery | undefined;
type Place = { readonly height: number; readonly index: number };

const pick = (random: Seeded, count: number): number => Number(random.below(BigInt(count)));

/** What can be wrong between the leaves and what is signed. Of one batch at most one. */
export const FORGERIES: Readonly<Record<string, Forge>> = {
  ...plainTree("row tree", {
    count: ({ rows }) => rows.length,
    node: (content, { height, index }) => rowTree(content.rows).levels[height]![index]!,
    forge: (content, place, node) => {
      const rows = forgedRows(content, { ...place, change: () => node });
      return { content, signed: { rowRoot: rows.at(-1)![0]! }, rows };
    },
    kind: "row",
  }),
  ...plainTree("earnings tree", {
    count: ({ earnings }) => earnings.length,
    node: (content, { height, index }) => earningsTree(content.earnings).levels[height]![index]!,
    forge: (content, place, node) => {
      const earnings = forgedEarnings(content, { ...place, change: () => node });
      return { content, signed: { earningsRoot: earnings.at(-1)![0]! }, earnings };
    },
    kind: "earning",
  }),
  "statement tree: a node's sum": onStatement((random, count) => [
    anyPlace(random, count),
    (node) => ({ ...node, sum: node.sum + 1n + random.below(9n) }),
  ]),
  "statement tree: false padding": onStatement((random, count) => [
    beyond(random, count),
    (node) => ({ ...node, hash: random.hash() }),
  ]),
  "statement tree: an empty node": onStatement((random, count) => [
    within(random, count),
    (node) => ({ ...node, hash: ZERO_HASH }),
  ]),
  "statement tree: a hash of nothing": (content, random) => {
    const forged = onStatement((_, count) => [within(random, count), (node) => ({ ...node, hash: random.hash() })]);
    const forgery = forged(content, random);
    const { contribution, levels } = forgery?.statement ?? {};
    if (!forgery || contribution === undefined || !levels) return undefined;
    const place = firstDifferent(levels[0]!, forgedStatement(content, contribution, UNCHANGED)[0]!);
    // A node above the leaves hides all below it; the first credit is then as good as any that it hides.
    const part = place ?? hiddenLeaf(levels, forgedStatement(content, contribution, UNCHANGED));
    return { ...forgery, unanswerable: { kind: "credit", index: contribution, part } };
  },
  "batch: more rows": (content, random) => signedAs(content, { rowCount: content.rows.length + 1 + pick(random, 40) }),
  "batch: fewer rows": (content, random) =>
    content.rows.length > 1 ? signedAs(content, { rowCount: 1 + pick(random, content.rows.length - 1) }) : undefined,
  "batch: a row root of nothing": (content, random) => ({
    ...signedAs(content, { rowRoot: random.hash() }),
    unanswerable: { kind: "row", index: pick(random, content.rows.length), part: 0 },
  }),
  "batch: an earnings root of nothing": (content, random) => ({
    ...signedAs(content, { earningsRoot: random.hash() }),
    unanswerable: { kind: "earning", index: pick(random, content.earnings.length), part: 0 },
  }),
  "batch: a data hash of nothing": (content, random) => ({
    ...signedAs(content, { dataHash: random.hash() }),
    unanswerable: { kind: "piece", index: pick(random, 4), part: 0 },
  }),
};

/** What a watcher finds once the demanded leaves were shown with their proofs, on-chain. */
export function findShown(
  published: PublishedBatch,
  context: AuditContext,
  { rows, earnings, statement }: Forgery,
): RefutableFault | undefined {
  const { content } = published;
  // What leaves are the hashes of comes last: a leaf in a pair's place is not the pair below it.
  if (rows) return findRowNodeFault(published, new Map([...pairPreimages(rows), ...rowPreimages(content.rows)]));
  if (earnings) {
    const known = new Map([...pairPreimages(earnings), ...earningPreimages(content.earnings)]);
    return findEarningsNodeFault(published, context, known);
  }
  if (!statement) return undefined;
  const { contribution, levels } = statement;
  const known = new Map([...creditPreimages(content.credits[contribution]!), ...treePreimages(levels)]);
  return findSumFault(published, contribution, known);
}

function signedAs(content: BatchContent, signed: Partial<Batch>): Forgery {
  return { content, signed };
}

/** A node of a tree of hashes: padding, empty, of the wrong level, or a hash of nothing. */
function plainTree(
  name: string,
  tree: {
    readonly count: (content: BatchContent) => number;
    readonly node: (content: BatchContent, place: Place) => Hex;
    readonly forge: (content: BatchContent, place: Place, node: Hex) => Forgery;
    readonly kind: "row" | "earning";
  },
): Record<string, Forge> {
  const at =
    (
      choose: (random: Seeded, count: number) => Place | undefined,
      node: (content: BatchContent, random: Seeded) => Hex,
    ): Forge =>
    (content, random) => {
      const place = choose(random, tree.count(content));
      return place && tree.forge(content, place, node(content, random));
    };
  const leaf = (random: Seeded, count: number) => ({ height: 0, index: pick(random, count) });
  const inner = (random: Seeded, count: number) => {
    const place = within(random, count);
    return place.height > 0 ? place : undefined;
  };
  return {
    [`${name}: false padding`]: at(beyond, (_, random) => random.hash()),
    [`${name}: a leaf after the last`]: at(beyond, (content) => tree.node(content, { height: 0, index: 0 })),
    [`${name}: an empty node`]: at(within, () => ZERO_HASH),
    [`${name}: a pair in a leaf's place`]: (content, random) =>
      tree.count(content) > 1
        ? at(leaf, () => tree.node(content, { height: 1, index: 0 }))(content, random)
        : undefined,
    [`${name}: a leaf in a pair's place`]: at(inner, (content) => tree.node(content, { height: 0, index: 0 })),
    [`${name}: a hash of nothing`]: (content, random) => {
      const place = within(random, tree.count(content));
      const index = place.index * 2 ** place.height;
      return { ...tree.forge(content, place, random.hash()), unanswerable: { kind: tree.kind, index, part: 0 } };
    },
  };
}

type SumChange = (node: SumNode) => SumNode;

function onStatement(choose: (random: Seeded, count: number) => readonly [Place | undefined, SumChange]): Forge {
  return (content, random) => {
    const filled = content.credits.flatMap(({ length }, i) => (length > 0 ? [i] : []));
    const contribution = filled[pick(random, filled.length)]!;
    const [place, change] = choose(random, content.credits[contribution]!.length);
    if (!place) return undefined;
    const levels = forgedStatement(content, contribution, { ...place, change });
    const forged = withSumRoot(content, contribution, levels.at(-1)![0]!);
    return { content: forged, signed: {}, statement: { contribution, levels } };
  };
}

const UNCHANGED = { height: 0, index: 0, change: <T>(node: T): T => node };

function firstDifferent(left: readonly SumNode[], right: readonly SumNode[]): number | undefined {
  const at = left.findIndex(({ hash }, i) => hash !== right[i]!.hash);
  return at < 0 ? undefined : at;
}

/** The first leaf below the lowest node that differs. */
function hiddenLeaf(levels: Levels<SumNode>, honest: Levels<SumNode>): number {
  const height = levels.findIndex((level, h) => firstDifferent(level, honest[h]!) !== undefined);
  return firstDifferent(levels[height]!, honest[height]!)! * 2 ** height;
}

/** A node with a leaf below it. */
function within(random: Seeded, count: number): Place {
  const height = pick(random, treeDepth(count) + 1);
  return { height, index: Math.floor(pick(random, count) / 2 ** height) };
}

/** A node with nothing but padding below it. */
function beyond(random: Seeded, count: number): Place | undefined {
  const width = 2 ** treeDepth(count);
  if (count === width) return undefined;
  const leaf = count + pick(random, width - count);
  const heights = Array.from({ length: treeDepth(count) }, (_, h) => h);
  const possible = heights.filter((h) => Math.floor(leaf / 2 ** h) * 2 ** h >= count);
  const height = possible[pick(random, possible.length)]!;
  return { height, index: Math.floor(leaf / 2 ** height) };
}

function anyPlace(random: Seeded, count: number): Place {
  return (random.below(4n) === 0n ? beyond(random, count) : undefined) ?? within(random, count);
}
