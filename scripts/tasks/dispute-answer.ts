import { claimOf } from "../../engine/src/core/dispute/trajectory.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { writeTrajectory } from "../../engine/src/io/store/trajectory-files.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { answerDispute } from "../../sdk/src/actions/answer-dispute.js";
import { defenceOf } from "./helpers/defence.js";
import { disputeOption, type DisputeOptions } from "./helpers/dispute-option.js";
import { keptTranscripts } from "./helpers/kept-transcripts.js";
import { openedDispute } from "./helpers/opened-dispute.js";
import { readAnswers } from "./helpers/read-answers.js";
import { runTask } from "./helpers/run-task.js";

type Options = DisputeOptions & { readonly answers: string | undefined; readonly published: string };

export default runTask<Options>(async (options, { client }) => {
  const disputeId = disputeOption(options);
  const answers = options.answers === undefined ? undefined : await readAnswers(options.answers);
  const chain = await client();
  const source = { world: await readWorld(chain), published: new ContentStore(options.published) };
  const { dispute, record } = openedDispute(source.world, disputeId);
  const texts = answers && keptTranscripts(answers, Number(dispute.row));
  const trajectory = await defenceOf(source, dispute, { record, texts });
  const file = await writeTrajectory(options.published, trajectory);
  return { ...(await answerDispute(chain, { disputeId, answer: claimOf(trajectory) })), file };
});
