import { firstDifference } from "../../engine/src/core/dispute/first-difference.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { readTrajectory } from "../../engine/src/io/store/trajectory-files.js";
import { nameDifference } from "../../sdk/src/actions/name-difference.js";
import { read } from "../../sdk/src/read.js";
import { disputeOption, type DisputeOptions } from "./helpers/dispute-option.js";
import { runTask } from "./helpers/run-task.js";
import { PreconditionError } from "./helpers/task-errors.js";

export default runTask<DisputeOptions & { readonly published: string }>(async (options, { client }) => {
  const disputeId = disputeOption(options);
  const chain = await client();
  const { defender, claimedRoot, answeredRoot } = await read("disputes", () => chain.disputes.disputeOf(disputeId));
  if (BigInt(defender) === 0n) throw new PreconditionError("Expected an answer to compare with, but nobody gave one.");

  const claimed = await readTrajectory(options.published, claimedRoot as Hex);
  const answered = await readTrajectory(options.published, answeredRoot as Hex);
  const difference = firstDifference(claimed, answered)!; // their results differ: the contract took both
  return nameDifference(chain, { disputeId, difference });
});
