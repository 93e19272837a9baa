import type { Hex } from "../../engine/src/core/hash/hex.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import type { Agreement } from "./page/plots.js";
import type { ScoreSource } from "./scoring/score-source.js";
import type { Study } from "./study.js";
import type { VectorStore } from "./vector-store.js";

/** One pair in so many is kept: enough to see, little to commit. */
const KEPT_IN = 7;

/** Keeps pairs of the default's score and exact leave-one-out's of a study's first seed, for the picture. */
export function keepAgreement(measures: VectorStore, study: Study, source: ScoreSource): void {
  const sample = (table: readonly (readonly number[])[]): number[] => table.flat().filter((_, i) => i % KEPT_IN === 0);
  measures.put(idOf(study), [
    ...sample(source.scores("response-int8", 0)),
    ...sample(source.scores("leave-one-out", 0)),
  ]);
}

/** The pairs, if they are there. */
export function agreementOf(measures: VectorStore, study: Study): Agreement | undefined {
  const pairs = measures.get(idOf(study));
  if (pairs === undefined) return undefined;
  const half = pairs.length / 2;
  return { scores: pairs.subarray(0, half), rises: pairs.subarray(half) };
}

function idOf({ id }: Study): Hex {
  return keccakText(`${id} agreement`);
}
