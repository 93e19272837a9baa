import { keccak } from "../../../engine/src/core/hash/keccak.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { decodeBatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import { isImported } from "../../../engine/src/core/import/imported-recipe.js";
import { decodeAdapter, encodeAdapter } from "../../../engine/src/core/model/adapter-file.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import { trainAdapter } from "../../../engine/src/core/train/train-adapter.js";
import type { PublishedModel } from "../model.js";
import { retrieverFor } from "../model-retriever.js";
import type { Published } from "../published.js";
import type { World } from "../replay.js";
import { registeredTraining } from "../training-plan.js";
import { Comparison, type AuditCheck } from "./comparison.js";
import { compareImported } from "./imported-model.js";
import { compareTranscripts } from "./transcripts.js";

/**
 * What no contract can recompute, and anyone can: trains every model again, and answers every public request again. Of an imported model,
 * which nobody can run again here, see {@link compareImported}.
 */
export async function auditReExecution(
  world: World,
  published: Published,
  lab: { readonly engine: Engine; readonly base: BaseModel; readonly models: readonly PublishedModel[] },
): Promise<AuditCheck> {
  const check = new Comparison("re-execution");
  for (const model of lab.models) {
    const { modelId, manifest } = model.record;
    const subject = `model ${String(modelId)}`;
    if (isImported(model.bundle.manifest.recipe)) {
      await compareImported(check, { world, published }, model);
      continue;
    }
    await check.attempt(`${subject} data`, async () => {
      check.equal(`${subject} weights`, await retrainedHash(world, published, { ...lab, model }), manifest.weightsHash);
    });

    const adapter = decodeAdapter(lab.base.config, model.bundle.adapter);
    for (const { batch } of world.ledger.standing(modelId)) {
      const bucket = `bucket ${String(batch.bucket)}`;
      await check.attempt(bucket, async () => {
        const bundle = decodeBatchBundle(await published.readBundle(batch.dataHash as Hex));
        const { transcripts = [] } = bundle;
        const retrieve = await retrieverFor({ world, published, ...lab.engine }, { modelId, transcripts });
        compareTranscripts(check, lab, { subject: bucket, adapter, bundle, retrieve });
      });
    }
  }
  return check.result();
}

async function retrainedHash(
  world: World,
  published: Published,
  { engine, base, model }: { readonly engine: Engine; readonly base: BaseModel; readonly model: PublishedModel },
): Promise<Hex> {
  const adapter = trainAdapter(engine, base, await registeredTraining(world, published, model));
  return keccak(encodeAdapter(base.config, adapter));
}
