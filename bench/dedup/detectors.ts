import { shingleSet } from "../../engine/src/core/dedup/shingles.js";
import { sharedCount } from "../../engine/src/core/dedup/similarity.js";
import { chunkBytes } from "../../engine/src/core/text/chunk-bytes.js";
import { foldedCuts, gramsOf } from "./folding.js";

/** A way to say how much of a chunk stands in a text that was committed earlier, from 0 to 1. */
export type Detector = {
  readonly name: string;
  readonly cut: (text: Uint8Array) => Uint8Array[];
  /** Prepares the earlier text; then asked for one chunk after the other. */
  readonly against: (earlier: Uint8Array) => (chunk: Uint8Array) => number;
  /** From this value on the chunk is taken for a copy. */
  readonly threshold: number;
};

type Overlap = (shared: number, later: number, earlier: number) => number;
const jaccard: Overlap = (shared, later, earlier) => shared / (later + earlier - shared);
const containment: Overlap = (shared, later) => shared / later;

/** The rule that is in force first, then those that it is compared with, all at its threshold. */
export const DETECTORS: readonly Detector[] = [
  { name: "the rule: Jaccard of two chunks", cut: cutByRule, against: bestChunk(cutByRule, jaccard), threshold: 0.8 },
  {
    name: "share of the chunk in one chunk",
    cut: cutByRule,
    against: bestChunk(cutByRule, containment),
    threshold: 0.8,
  },
  {
    name: "Jaccard, cut where the folded text is cut",
    cut: foldedCuts,
    against: bestChunk(foldedCuts, jaccard),
    threshold: 0.8,
  },
  {
    name: "share of the chunk in the text, 5 bytes",
    cut: cutByRule,
    against: wholeText({ bytes: 5, oneIn: 1 }),
    threshold: 0.8,
  },
  {
    name: "share of the chunk in the text, 16 bytes",
    cut: cutByRule,
    against: wholeText({ bytes: 16, oneIn: 1 }),
    threshold: 0.8,
  },
  {
    name: "the same by one gram of eight",
    cut: cutByRule,
    against: wholeText({ bytes: 16, oneIn: 8 }),
    threshold: 0.8,
  },
];

function cutByRule(text: Uint8Array): Uint8Array[] {
  return chunkBytes(text);
}

/** The chunk against each chunk of the earlier text, without bands: the best. */
function bestChunk(cut: Detector["cut"], overlap: Overlap): Detector["against"] {
  return (earlier) => {
    const others = cut(earlier).map(shingleSet);
    return (chunk) => {
      const shingles = shingleSet(chunk);
      const values = others.map((other) => overlap(sharedCount(shingles, other), shingles.length, other.length));
      return Math.max(0, ...values);
    };
  };
}

/** The share of the chunk's grams that stand anywhere in the earlier text, wherever that was cut. */
function wholeText(grams: { readonly bytes: number; readonly oneIn: number }): Detector["against"] {
  return (earlier) => {
    const all = gramsOf(earlier, grams);
    return (chunk) => {
      const own = [...gramsOf(chunk, grams)];
      return own.length === 0 ? 0 : own.filter((gram) => all.has(gram)).length / own.length;
    };
  };
}
