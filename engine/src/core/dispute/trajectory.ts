import { BaseError } from "../errors.js";
import type { Hex } from "../hash/hex.js";
import { TRAJECTORY_RESULT, TRAJECTORY_STATE } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import { merkleProof, type MerkleTree, merkleTree } from "../tree/merkle.js";

/** A re-run computation, committed step by step: docs/file-formats.md, "Trajectories". */
export type Trajectory = {
  /** Leaf i is the state before step i, the last leaf the result. */
  readonly tree: MerkleTree;
  readonly steps: number;
  readonly result: Hex;
};

/** What the Disputes contract takes of a trajectory. */
export type TrajectoryClaim = {
  readonly root: Hex;
  readonly steps: number;
  readonly result: Hex;
  readonly proof: readonly Hex[];
};

/**
 * Commits to a re-run. Throws {@link NoStepsError}.
 * @param states hash of the inputs, then of the state after each step but the last.
 * @param result what the last step gave, in place of, or as, what is committed.
 */
export function trajectoryOf(states: readonly Hex[], result: Hex): Trajectory {
  const steps = states.length;
  if (steps === 0) throw new NoStepsError();

  const leaves = states.map((state, step) => structHash(TRAJECTORY_STATE, { step, state }));
  return { tree: merkleTree([...leaves, structHash(TRAJECTORY_RESULT, { steps, result })]), steps, result };
}

export function claimOf({ tree, steps, result }: Trajectory): TrajectoryClaim {
  return { root: tree.root, steps, result, proof: merkleProof(tree, steps) };
}

export class NoStepsError extends BaseError {
  readonly code = "NO_STEPS";

  constructor() {
    super("Expected a trajectory of at least one step, got none. Begin with the hash of the inputs.");
  }
}
