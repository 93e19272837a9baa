import { phaseOf } from "../../indexer/src/dispute/next-step.js";
import { read } from "../../sdk/src/read.js";
import { VERDICT } from "../../sdk/src/verdict.js";
import { disputeOption, type DisputeOptions } from "./helpers/dispute-option.js";
import { latestTime } from "./helpers/latest-time.js";
import { runTask } from "./helpers/run-task.js";

const NAMES = Object.keys(VERDICT); // in the order of the enum

export default runTask<DisputeOptions>(async (options, { client }) => {
  const disputeId = disputeOption(options);
  const chain = await client();
  const { disputes } = chain;
  const dispute = await read("disputes", () => disputes.disputeOf(disputeId));
  const volunteers = await read("disputes", () => disputes.volunteersOf(disputeId));
  const outcome = await read("disputes", () => disputes.outcomeOf(disputeId));
  const { openedAt, phaseSeconds, panel, appellant, ruling, settled, difference } = dispute;
  const state = { openedAt, phaseSeconds, panel, appellant, ruling, settled, volunteers };
  const { modelId, batchId, bucket, challenger, defender, bond, upheldVotes, refutedVotes } = dispute;
  return {
    disputeId,
    phase: phaseOf(state, await latestTime(chain)),
    outcome: NAMES[Number(outcome)],
    ...{ modelId, batchId, bucket, challenger, defender, appellant, bond, openedAt, phaseSeconds },
    ...{ volunteers, upheldVotes, refutedVotes },
    panel: [...(await read("disputes", () => disputes.panelOf(disputeId)))],
    difference: difference === NO_DIFFERENCE ? null : difference,
  };
});

const NO_DIFFERENCE = 2n ** 32n - 1n;
