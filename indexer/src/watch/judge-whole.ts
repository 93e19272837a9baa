import { findFault } from "../../../engine/src/core/audit/find-fault.js";
import { decodeBatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { decodeAdapter } from "../../../engine/src/core/model/adapter-file.js";
import type { Deployment } from "../../../sdk/src/deployment.js";
import { Comparison } from "../audit/comparison.js";
import { compareTranscripts } from "../audit/transcripts.js";
import { batchCase } from "../batch-context.js";
import { rerunRow } from "../dispute/rerun-row.js";
import { retrieverFor } from "../model-retriever.js";
import type { Published } from "../published.js";
import { type Judge, judged, judgementOf, judgementOfCheck } from "./judge.js";
import { isReproducible, type Lab } from "./lab.js";
import type { ModelShelf } from "./model-shelf.js";

/**
 * Computes a whole batch again: every integer step from the committed vectors to the last wei, and, with a lab, every public answer and
 * its query vector from the model.
 */
export function judgeWhole({
  deployment,
  published,
  shelf,
  lab,
}: {
  readonly deployment: Deployment;
  readonly published: Published;
  readonly shelf: ModelShelf;
  readonly lab: Lab | undefined;
}): Judge {
  return (world, record) =>
    judged(async () => {
      const model = await shelf.take(world, record.batch.modelId);
      const { published: claimed, context } = await batchCase(world, published, {
        deployment,
        record,
        model: model.ledger,
      });
      const judgement = judgementOf(findFault(claimed, context));
      if (judgement.verdict.kind !== "right" || lab === undefined || !isReproducible(lab, model)) return judgement;

      const check = new Comparison("re-execution");
      const adapter = decodeAdapter(lab.base.config, model.bundle.adapter);
      const bundle = decodeBatchBundle(await published.readBundle(record.batch.dataHash as Hex));
      const subject = `bucket ${String(record.batch.bucket)}`;
      const { modelId } = record.batch;
      const { transcripts = [] } = bundle;
      const retrieve = await retrieverFor({ world, published, ...lab.engine }, { modelId, transcripts });
      const [index] = compareTranscripts(check, lab, { subject, adapter, bundle, retrieve });
      const executed = judgementOfCheck(check.result());
      if (index === undefined) return executed;
      return { ...executed, row: { index, rerun: () => rerunRow({ ...lab, adapter, retrieve }, bundle, index) } };
    });
}
