import { BaseError } from "../errors.js";
import { EARNING } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import type { ContributionCells, Credit, Earning } from "../hash/structs.js";
import { type MerkleTree, merkleTree } from "../tree/merkle.js";
import { sumRoot } from "../tree/merkle-sum.js";
import { statementLeaves } from "./statements.js";

/**
 * What every contribution has earned after a batch, in the manifest's order.
 * @param options.credits one statement a contribution.
 * @param options.parent the parent batch's earnings; none for a model's first batch.
 * @throws {@link ParentMismatchError} when the parent lists other contributions.
 */
export function earnings(options: {
  readonly contributions: readonly ContributionCells[];
  readonly credits: readonly (readonly Credit[])[];
  readonly parent: readonly Earning[] | undefined;
}): Earning[] {
  const { contributions, credits, parent } = options;
  if (parent && parent.length !== contributions.length) {
    throw new ParentMismatchError(`${contributions.length} earnings`, `${parent.length}`);
  }
  return contributions.map(({ contributionId }, i) => {
    const before = parent?.[i];
    if (before && before.contributionId !== contributionId) {
      throw new ParentMismatchError(`contribution ${contributionId} at place ${i}`, `${before.contributionId}`);
    }
    const statement = credits[i]!;
    const { hash, sum } = sumRoot(statementLeaves(statement));
    const cumulative = (before?.cumulative ?? 0n) + sum;
    return { contributionId, cumulative, statementRoot: hash, sum, count: statement.length };
  });
}

/** Tree over the earnings; its root is `Batch.earningsRoot`. */
export function earningsTree(list: readonly Earning[]): MerkleTree {
  return merkleTree(list.map((earning) => structHash(EARNING, earning)));
}

export class ParentMismatchError extends BaseError {
  readonly code = "PARENT_MISMATCH";

  constructor(expected: string, given: string) {
    super(`Expected the parent batch to hold ${expected}, got ${given}. Read the parent of the same model.`);
  }
}
