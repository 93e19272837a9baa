import { decodeTranscriptsJson } from "../../engine/src/core/bundle/transcripts-json.js";
import { rowResult } from "../../engine/src/core/dispute/results.js";
import { unseal } from "../../engine/src/core/sealed/unseal.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { disputeOption, type DisputeOptions } from "./helpers/dispute-option.js";
import { disputedRow } from "./helpers/disputed-row.js";
import { required } from "./helpers/parse-options.js";
import { rerunPosted } from "./helpers/rerun-disputed.js";
import { runTask } from "./helpers/run-task.js";
import { readSealedFile, sealedFor } from "./helpers/sealed-file.js";
import { readSecret } from "./helpers/sealing-secret.js";
import { writePrivate } from "./helpers/write-private.js";

type Options = DisputeOptions &
  Readonly<Record<"sealingKey" | "out", string | undefined>> & { readonly published: string };

export default runTask<Options>(async (options, { client, progress }) => {
  const disputeId = disputeOption(options);
  const secret = await readSecret(required("sealing-key", options.sealingKey), progress);
  const chain = await client();
  const world = await readWorld(chain);
  const { record, row: index } = disputedRow(world, disputeId);
  const opened = unseal(await readSealedFile(options.published, sealedFor(chain, disputeId)), secret);
  if (options.out !== undefined) await writePrivate(options.out, opened);

  const source = { world, published: new ContentStore(options.published) };
  const texts = decodeTranscriptsJson(opened);
  const { row, trajectory } = await rerunPosted(source, record, { row: index, texts });
  const committed = rowResult(row.row);
  const verdict = trajectory.result === committed ? "upheld" : "refuted";
  return { disputeId, row: index, committed, result: trajectory.result, verdict };
});
