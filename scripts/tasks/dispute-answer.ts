import { claimOf } from "../../engine/src/core/dispute/trajectory.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { writeTrajectory } from "../../engine/src/io/store/trajectory-files.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { answerDispute } from "../../sdk/src/actions/answer-dispute.js";
import { disputeOption, type DisputeOptions } from "./helpers/dispute-option.js";
import { openedDispute } from "./helpers/opened-dispute.js";
import { rerunModel, rerunPosted } from "./helpers/rerun-disputed.js";
import { runTask } from "./helpers/run-task.js";

export default runTask<DisputeOptions & { readonly published: string }>(async (options, { client }) => {
  const disputeId = disputeOption(options);
  const chain = await client();
  const source = { world: await readWorld(chain), published: new ContentStore(options.published) };
  const { dispute, record } = openedDispute(source.world, disputeId);
  const trajectory =
    record === undefined
      ? await rerunModel(source, dispute.modelId)
      : (await rerunPosted(source, record, Number(dispute.row))).trajectory;
  const file = await writeTrajectory(options.published, trajectory);
  return { ...(await answerDispute(chain, { disputeId, answer: claimOf(trajectory) })), file };
});
