import { type Hex, ZERO_HASH } from "../hash/hex.js";
import { merkleProof } from "../tree/merkle.js";
import type { Trajectory } from "./trajectory.js";

/** Where two trajectories part, as the Disputes contract takes it. */
export type StepDifference = {
  readonly index: number;
  /** The leaf before in both; 32 zero bytes for index 0. */
  readonly before: Hex;
  readonly claimedBefore: readonly Hex[];
  readonly answeredBefore: readonly Hex[];
  readonly claimed: Hex;
  readonly claimedProof: readonly Hex[];
  readonly answered: Hex;
  readonly answeredProof: readonly Hex[];
};

/** The first step at which two trajectories part, or undefined when they are the same. */
export function firstDifference(claimed: Trajectory, answered: Trajectory): StepDifference | undefined {
  const [ours, theirs] = [claimed.tree.levels[0]!, answered.tree.levels[0]!];
  // Not by bisection: whoever made them up may have let them meet again.
  const index = ours.findIndex((leaf, i) => leaf !== theirs[i]);
  if (index < 0) return undefined;

  return {
    index,
    ...(index === 0
      ? { before: ZERO_HASH, claimedBefore: [], answeredBefore: [] }
      : {
          before: ours[index - 1]!,
          claimedBefore: merkleProof(claimed.tree, index - 1),
          answeredBefore: merkleProof(answered.tree, index - 1),
        }),
    claimed: ours[index]!,
    claimedProof: merkleProof(claimed.tree, index),
    answered: theirs[index]!,
    answeredProof: merkleProof(answered.tree, index),
  };
}
