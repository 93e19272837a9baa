import { findFault } from "../../../engine/src/core/audit/find-fault.js";
import { batchId } from "../../../engine/src/core/hash/batch-id.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import type { Deployment } from "../../../sdk/src/deployment.js";
import { digestOf } from "../../../sdk/src/typed-data.js";
import { batchCase } from "../batch-context.js";
import type { PublishedModel } from "../model.js";
import type { Published } from "../published.js";
import type { World } from "../replay.js";
import type { PostedRecord } from "../replay/ledger.js";
import { key } from "../replay/tally.js";
import { Comparison, type AuditCheck } from "./comparison.js";

/**
 * Every batch ever posted computed again: each score, share, credit, statement, earning and root. A batch that stands must have no
 * fault, a refuted one must have one.
 */
export async function auditBatches(
  world: World,
  published: Published,
  { deployment, models }: { readonly deployment: Deployment; readonly models: readonly PublishedModel[] },
): Promise<AuditCheck> {
  const check = new Comparison("batches");
  for (const record of world.ledger.posted) {
    const { batch, signers, fate, id } = record;
    const subject = `batch ${id} of bucket ${String(batch.modelId)}/${String(batch.bucket)}`;
    const rebuiltId = batchId({
      digest: digestOf(deployment, "Batch", batch) as Hex,
      signers: signers as readonly Hex[],
      earningsRoot: batch.earningsRoot as Hex,
    });
    check.equal(`${subject} id`, rebuiltId, id);
    if (fate !== "stands" && fate !== "refuted") continue; // nobody claims anything of it, and its files may be gone

    const model = models.find(({ record: { modelId } }) => modelId === batch.modelId);
    if (model === undefined) check.equal(`${subject} is published`, "as committed", "its model is not");
    else
      await check.attempt(subject, () => auditContent(check, world, published, { deployment, model, record, subject }));
  }
  return check.result();
}

async function auditContent(
  check: Comparison,
  world: World,
  published: Published,
  {
    deployment,
    model,
    record,
    subject,
  }: {
    readonly deployment: Deployment;
    readonly model: PublishedModel;
    readonly record: PostedRecord;
    readonly subject: string;
  },
): Promise<void> {
  const { modelId } = record.batch;
  const { published: claimed, context } = await batchCase(world, published, {
    record,
    model: model.ledger,
    deployment,
  });
  const fault = findFault(claimed, context);
  if (record.fate === "refuted") {
    check.holds(`${subject} was refuted`, fault !== undefined, "no fault found");
    return;
  }

  check.equal(`${subject} stands`, "no fault", fault?.proof ?? "no fault");
  if (world.ledger.standing(modelId).at(-1) !== record) return;
  for (const { contributionId, cumulative } of claimed.content.earnings) {
    const paid = world.ledger.claimedOf.get(key(modelId, contributionId));
    check.holds(`${subject} claims of ${String(contributionId)}`, paid <= cumulative, "more than earned");
  }
}
