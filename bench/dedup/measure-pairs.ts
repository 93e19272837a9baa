import { shingleSet } from "../../engine/src/core/dedup/shingles.js";
import { sharedCount } from "../../engine/src/core/dedup/similarity.js";
import { DETECTORS } from "./detectors.js";
import { licenceTexts } from "./texts.js";
import { KINDS, type Kind, type Pair } from "./truth.js";
import { type Aligned, alignWords } from "./words.js";

export const THRESHOLDS = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95] as const;

/** From this share of words that a diff leaves unmarked on a chunk is a copy; below the other it is new; what lies between counts for neither. */
export const TRUTH = { copied: 0.9, written: 0.7 } as const;

/** Chunks by what they are and what is said of them. */
export type ChunkCounts = {
  readonly found: number;
  readonly falseMerges: number;
  readonly falseSplits: number;
  readonly rightlyNew: number;
};

export type DocumentCounts = Readonly<Record<Kind, { readonly pairs: number; readonly merged: number }>>;

export type DetectorFigures = {
  readonly name: string;
  readonly threshold: number;
  /** At each of {@link THRESHOLDS}. A text is merged where half of its bytes are in chunks that are found. */
  readonly sweep: readonly {
    readonly threshold: number;
    readonly chunks: ChunkCounts;
    readonly texts: DocumentCounts;
  }[];
  readonly atThreshold: {
    readonly chunks: ChunkCounts;
    readonly texts: DocumentCounts;
    /** The same chunks, those that were moved taken for new. */
    readonly byDiffAlone: ChunkCounts;
  };
};

/** A mistake of the rule in force, to be read. */
export type FalseMerge = {
  readonly earlier: string;
  readonly later: string;
  readonly chunk: string;
  readonly aligned: number;
};

export type PairFigures = {
  readonly pairs: Readonly<Record<Kind, number>>;
  readonly chunks: { readonly copied: number; readonly written: number; readonly neither: number };
  readonly detectors: readonly DetectorFigures[];
  /** Whole texts by the Jaccard similarity of all their 5-byte shingles. */
  readonly wholeTexts: readonly { readonly threshold: number; readonly texts: DocumentCounts }[];
  readonly falseMerges: readonly FalseMerge[];
};

type Judged = { readonly bytes: Uint8Array; readonly aligned: Aligned | undefined; readonly value: number };
type JudgedPair = Pair & { readonly chunks: readonly Judged[] };

export function measurePairs(pairs: readonly Pair[]): PairFigures {
  const texts = licenceTexts();
  const bytesOf = (id: string): Uint8Array => {
    const text = texts.get(id);
    if (text === undefined)
      throw new Error(`Expected a licence ${id}, got none: install the exact packages of the lockfile.`);
    return new TextEncoder().encode(text);
  };
  const alignments = pairs.map(({ earlier, later }) => alignWords(bytesOf(earlier), bytesOf(later)));
  const judged = DETECTORS.map(({ cut, against }) =>
    pairs.map((pair, place): JudgedPair => {
      const [earlier, later] = [bytesOf(pair.earlier), bytesOf(pair.later)];
      const [chunks, value] = [cut(later), against(earlier)];
      const aligned = alignments[place]!(chunks);
      return { ...pair, chunks: chunks.map((bytes, i) => ({ bytes, aligned: aligned[i], value: value(bytes) })) };
    }),
  );
  const rule = judged[0]!;
  const ruleChunks = rule.flatMap(({ chunks }) => chunks);
  return {
    pairs: countBy(pairs, () => true),
    chunks: {
      copied: ruleChunks.filter(isCopied).length,
      written: ruleChunks.filter(isWritten).length,
      neither: ruleChunks.filter((chunk) => !isCopied(chunk) && !isWritten(chunk)).length,
    },
    detectors: DETECTORS.map(({ name, threshold }, i) => ({
      name,
      threshold,
      sweep: THRESHOLDS.map((each) => ({ threshold: each, ...countsAt(judged[i]!, each) })),
      atThreshold: {
        ...countsAt(judged[i]!, threshold),
        byDiffAlone: countsAt(judged[i]!.map(withoutMoves), threshold).chunks,
      },
    })),
    wholeTexts: wholeTexts(pairs, bytesOf),
    falseMerges: rule.flatMap(({ earlier, later, chunks }) =>
      chunks
        .filter((chunk) => isWritten(chunk) && chunk.value >= DETECTORS[0]!.threshold)
        .map(({ bytes, aligned }) => ({
          earlier,
          later,
          chunk: new TextDecoder().decode(bytes),
          aligned: Number(aligned!.withMoved.toFixed(2)),
        })),
    ),
  };
}

/** What a diff alone says. */
function withoutMoves({ chunks, ...pair }: JudgedPair): JudgedPair {
  const alone = (aligned: Aligned | undefined): Aligned | undefined =>
    aligned && { ...aligned, withMoved: aligned.byDiff };
  return { ...pair, chunks: chunks.map((chunk) => ({ ...chunk, aligned: alone(chunk.aligned) })) };
}

function isCopied({ aligned }: Judged): boolean {
  return aligned !== undefined && aligned.withMoved >= TRUTH.copied;
}

function isWritten({ aligned }: Judged): boolean {
  return aligned !== undefined && aligned.withMoved < TRUTH.written;
}

function countsAt(
  pairs: readonly JudgedPair[],
  threshold: number,
): { readonly chunks: ChunkCounts; readonly texts: DocumentCounts } {
  const chunks = pairs.flatMap((pair) => pair.chunks);
  const count = (test: (chunk: Judged) => boolean, isFound: boolean): number =>
    chunks.filter((chunk) => test(chunk) && chunk.value >= threshold === isFound).length;
  return {
    chunks: {
      found: count(isCopied, true),
      falseMerges: count(isWritten, true),
      falseSplits: count(isCopied, false),
      rightlyNew: count(isWritten, false),
    },
    texts: documentCounts(pairs, ({ chunks: own }) => {
      const bytes = (each: readonly Judged[]): number => each.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
      return 2 * bytes(own.filter(({ value }) => value >= threshold)) >= bytes(own);
    }),
  };
}

function wholeTexts(pairs: readonly Pair[], bytesOf: (id: string) => Uint8Array): PairFigures["wholeTexts"] {
  const values = pairs.map(({ earlier, later, ...pair }) => {
    const [a, b] = [shingleSet(bytesOf(earlier)), shingleSet(bytesOf(later))];
    const shared = sharedCount(a, b);
    return { ...pair, earlier, later, value: shared / (a.length + b.length - shared) };
  });
  return THRESHOLDS.map((threshold) => ({
    threshold,
    texts: documentCounts(values, ({ value }) => value >= threshold),
  }));
}

function documentCounts<T extends Pair>(pairs: readonly T[], isMerged: (pair: T) => boolean): DocumentCounts {
  const [all, merged] = [countBy(pairs, () => true), countBy(pairs, isMerged)];
  return Object.fromEntries(KINDS.map((kind) => [kind, { pairs: all[kind], merged: merged[kind] }])) as DocumentCounts;
}

function countBy<T extends Pair>(pairs: readonly T[], test: (pair: T) => boolean): Record<Kind, number> {
  const count = (kind: Kind): number => pairs.filter((pair) => pair.kind === kind && test(pair)).length;
  return Object.fromEntries(KINDS.map((kind) => [kind, count(kind)])) as Record<Kind, number>;
}
