import { decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { matchesRow } from "../../engine/src/core/bundle/transcripts-json.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { sealTranscripts } from "../../engine/src/io/sealed/seal-transcripts.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { NoTranscriptError } from "../../indexer/src/dispute/rerun-row.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { read } from "../../sdk/src/read.js";
import { disputeOption, type DisputeOptions } from "./helpers/dispute-option.js";
import { disputedRow } from "./helpers/disputed-row.js";
import { keptTranscripts } from "./helpers/kept-transcripts.js";
import { panelRecipients } from "./helpers/panel-recipients.js";
import { required } from "./helpers/parse-options.js";
import { readAnswers } from "./helpers/read-answers.js";
import { runTask } from "./helpers/run-task.js";
import { sealedFileOf, sealedFor } from "./helpers/sealed-file.js";
import { PreconditionError } from "./helpers/task-errors.js";

type Options = DisputeOptions & { readonly answers: string | undefined; readonly published: string };

export default runTask<Options>(async (options, { client, progress }) => {
  const disputeId = disputeOption(options);
  const answers = await readAnswers(required("answers", options.answers));
  const chain = await client();
  const world = await readWorld(chain);
  const store = new ContentStore(options.published);
  const { record, row } = disputedRow(world, disputeId);
  const members = await read("disputes", () => chain.disputes.panelOf(disputeId));
  if (members.length === 0) throw new PreconditionError("Expected a panel to seal to, but none is drawn yet.");

  const { content } = decodeBatchBundle(await store.readBundle(record.batch.dataHash as Hex));
  const transcript = keptTranscripts(answers, row).find((each) => matchesRow(each, content.rows[row]));
  if (transcript === undefined) throw new NoTranscriptError(row);

  const recipients = await panelRecipients(world, store, { members, progress });
  const file = sealedFileOf(options.published, disputeId);
  await writeAtomically(file, sealTranscripts([transcript], { ...sealedFor(chain, disputeId), recipients }));
  return { disputeId, row, sealedTo: recipients.map(({ attestor }) => attestor), file };
});
