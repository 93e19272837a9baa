import { keccak } from "../../../engine/src/core/hash/keccak.js";
import { toHex, type Hex } from "../../../engine/src/core/hash/hex.js";
import { decodeBatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import { matchesRow } from "../../../engine/src/core/bundle/transcripts-json.js";
import { answerRequest } from "../../../engine/src/core/inference/answer-request.js";
import { decodeRequest, exchangeOf } from "../../../engine/src/core/inference/request.js";
import { laneRow } from "../../../engine/src/core/ledger/lanes.js";
import { withAdapter } from "../../../engine/src/core/model/adapter.js";
import { decodeAdapter, encodeAdapter } from "../../../engine/src/core/model/adapter-file.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import type { ModelRecipe } from "../../../engine/src/core/pipeline/train-model.js";
import { queryVector } from "../../../engine/src/core/quantize/query-vector.js";
import { laneBytes } from "../../../engine/src/core/tree/vector-root.js";
import { trainAdapter } from "../../../engine/src/core/train/train-adapter.js";
import type { PublishedModel } from "../model.js";
import type { Published } from "../published.js";
import type { World } from "../replay.js";
import { trainingSetOf } from "../training-set.js";
import { Comparison, type AuditCheck } from "./comparison.js";

/** What no contract can recompute, and anyone can: trains every model again, and answers every public request again. */
export async function auditReExecution(
  world: World,
  published: Published,
  lab: { readonly engine: Engine; readonly base: BaseModel; readonly models: readonly PublishedModel[] },
): Promise<AuditCheck> {
  const check = new Comparison("re-execution");
  for (const model of lab.models) {
    const { modelId, manifest } = model.record;
    check.equal(
      `model ${String(modelId)} weights`,
      await retrainedHash(world, published, { ...lab, model }),
      manifest.weightsHash,
    );

    const adapter = decodeAdapter(lab.base.config, model.bundle.adapter);
    for (const { batch } of world.ledger.standing(modelId)) {
      const { content, transcripts = [] } = decodeBatchBundle(await published.readBundle(batch.dataHash as Hex));
      for (const transcript of transcripts) {
        const { row, request, answer, requestSalt } = transcript;
        const subject = `bucket ${String(batch.bucket)} row ${String(row)}`;
        check.holds(
          `${subject} transcript`,
          matchesRow(transcript, content.rows[row]),
          "not what the row was hashed from",
        );
        const asked = decodeRequest(request);
        const again = withAdapter(lab.engine, lab.base, adapter, (lora) => answerRequest(lora, asked, requestSalt));
        check.equal(`${subject} answer`, toHex(again), toHex(answer));
        const { lanes } = queryVector(lab.engine, lab.base, adapter, exchangeOf(asked, answer));
        check.equal(`${subject} query vector`, keccakLanes(lanes), keccakLanes(laneRow(content.queries, row)));
      }
    }
  }
  return check.result();
}

async function retrainedHash(
  world: World,
  published: Published,
  { engine, base, model }: { readonly engine: Engine; readonly base: BaseModel; readonly model: PublishedModel },
): Promise<Hex> {
  const { versions, recipe, cells } = model.bundle.manifest;
  const { cellBytes } = recipe as ModelRecipe; // trained by this engine: its recipe hash is in the manifest
  const trainingSet = await trainingSetOf(world, published, { versions, cellBytes });
  const texts = trainingSet.cells.map(({ bytes }) => bytes);
  const adapter = trainAdapter(engine, base, {
    cells: texts,
    cellWeights: cells.map(() => 1),
    seed: model.record.manifest.seed,
    recipe: recipe as ModelRecipe,
  });
  return keccak(encodeAdapter(base.config, adapter));
}

function keccakLanes(lanes: Int8Array): Hex {
  return keccak(laneBytes(lanes));
}
