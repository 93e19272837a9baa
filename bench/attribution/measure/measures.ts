import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { keccakText } from "../../../engine/src/core/hash/keccak.js";
import { AVERAGED_SEEDS } from "../scoring/score-source.js";
import type { Method } from "../scoring/methods.js";
import type { Study } from "../study.js";
import { type Column, FAMILY_OF, GROUPS } from "./columns.js";

/** One figure to compute: a method in a column, scored on one training seed and held to the losses of one. */
export type Measure = {
  readonly id: Hex;
  readonly column: Column;
  readonly method: Method;
  readonly scored: number;
  readonly truth: number;
  /** The training seed after which everything for it is there. */
  readonly step: number;
};

/** Everything that a study measures, as far as it has the seeds for it. */
export function measuresOf(study: Study): Measure[] {
  const columns = study.groups.flatMap((group) => GROUPS[group]).filter((column) => isMeasurable(study, column));
  return columns.flatMap((column) =>
    study.methods.flatMap((method) =>
      seedPairs(study, column, method).map(({ scored, truth, last }) => ({
        id: keccakText(`${study.id} ${column} ${method} ${String(scored)} ${String(truth)}`),
        column,
        method,
        scored,
        truth,
        step: Math.max(last, truth),
      })),
    ),
  );
}

function isMeasurable({ weights }: Study, column: Column): boolean {
  return !(column in FAMILY_OF) || weights[FAMILY_OF[column as keyof typeof FAMILY_OF]].length > 1;
}

/** Across seeds, each truth is held to the scores of at most as many other training seeds. */
const OTHER_SEEDS = 4;

/** A training seed that is scored, one whose losses are the truth, and the last one that the scores need. */
type Pair = { readonly scored: number; readonly truth: number; readonly last: number };

function seedPairs({ seeds, trakMembers }: Study, column: Column, method: Method): Pair[] {
  if (method === "trak-10" && trakMembers === 0) return [];
  const truths = Array.from({ length: column === "removalTop5" ? 1 : seeds.truth }, (_, truth) => truth);
  if (method === "response-3-seeds") {
    const spare = column === "ldsCrossSeed" ? 1 : 0; // across seeds, the truth's own is not among the three
    const isLate = column === "removalTop5"; // its trainings come before the other seeds' scores
    if (isLate || seeds.scored < AVERAGED_SEEDS + spare) return [];
    return truths.map((truth) => ({ scored: (truth + spare) % seeds.scored, truth, last: seeds.scored - 1 }));
  }
  if (column !== "ldsCrossSeed") return truths.map((truth) => ({ scored: truth, truth, last: truth }));
  const offsets = Array.from({ length: Math.min(OTHER_SEEDS, seeds.scored - 1) }, (_, i) => i + 1);
  return truths.flatMap((truth) =>
    offsets.map((offset) => {
      const scored = (truth + offset) % seeds.scored;
      return { scored, truth, last: scored };
    }),
  );
}
