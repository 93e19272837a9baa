import { type BatchBundle, decodeBatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import { spearman } from "../../../engine/src/core/evaluate/spearman.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { isImported } from "../../../engine/src/core/import/imported-recipe.js";
import { laneRow } from "../../../engine/src/core/ledger/lanes.js";
import { scoreAll } from "../../../engine/src/core/ledger/score.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import { scaleOf } from "../../../engine/src/core/quantize/quantize.js";
import { randomStream } from "../../../engine/src/core/train/random.js";
import { reverseInfluence } from "../../../engine/src/core/train/reverse/reverse-influence.js";
import { trainStored } from "../../../engine/src/core/train/reverse/stored-training.js";
import { shuffle } from "../../../engine/src/core/train/shuffle.js";
import type { PublishedModel } from "../model.js";
import type { Published } from "../published.js";
import type { World } from "../replay.js";
import { registeredTraining } from "../training-plan.js";

/** A drawn receipt's scores by its query vector and the published responses, beside those of the training gone through backwards. */
export type ReceiptInfluence = {
  readonly modelId: bigint;
  readonly bucket: bigint;
  readonly row: number;
  /** Spearman's, over all cells, of posted and recomputed scores. */
  readonly rankCorrelation: number;
  /** The cells whose two scores differ most, the largest difference first; scores in nats a byte of the answer. */
  readonly largestDifferences: readonly CellDifference[];
};

type CellDifference = { readonly cell: number; readonly posted: number; readonly recomputed: number };

type Receipt = {
  readonly model: PublishedModel;
  readonly bucket: bigint;
  readonly row: number;
  readonly bundle: BatchBundle;
};

const DIFFERENCES_SHOWN = 5;

/**
 * Draws receipts among all that stand and have a query vector, and computes each one's influence over all cells from the model's
 * training alone: no published response is used. Responses take a cell's whole weight away, this is the slope at weight 1; the two rank
 * cells alike but are not equal (docs/attribution.md), so this judges nothing: it shows where to look.
 *
 * Costs two trainings a model, and two more for each receipt. Throws the content errors of files that are missing, and what training throws.
 */
export async function auditInfluence(
  world: World,
  published: Published,
  lab: { readonly engine: Engine; readonly base: BaseModel; readonly models: readonly PublishedModel[] },
  { count, seed }: { readonly count: number; readonly seed: string },
): Promise<ReceiptInfluence[]> {
  const models = lab.models.filter(({ bundle }) => !isImported(bundle.manifest.recipe)); // others have no training to go back through
  const receipts = await receiptsOf(world, published, models);
  const order = shuffle(receipts.length, randomStream(seed, "influence"));
  const drawn = order.slice(0, count).map((at) => receipts[at]!);
  const found: ReceiptInfluence[] = [];
  for (const model of models) {
    const ofModel = drawn.filter((receipt) => receipt.model === model);
    if (ofModel.length === 0) continue;
    const plan = await registeredTraining(world, published, model);
    const { checkpoints } = trainStored(lab.engine, lab.base, plan);
    const scores = reverseInfluence(lab.engine, lab.base, plan, { checkpoints, gradients: ofModel.map(gradientOf) });
    found.push(...ofModel.map((receipt, i) => compare(receipt, scores[i]!)));
  }
  return found;
}

/** Every row of a standing batch that was answered: silent rows have a vector of zeros and move nothing. */
async function receiptsOf(world: World, published: Published, models: readonly PublishedModel[]): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const model of models) {
    for (const { batch } of world.ledger.standing(model.record.modelId)) {
      const bundle = decodeBatchBundle(await published.readBundle(batch.dataHash as Hex));
      const { rows, queries } = bundle.content;
      for (const row of rows.keys()) {
        if (laneRow(queries, row).some((lane) => lane !== 0))
          receipts.push({ model, bucket: batch.bucket, row, bundle });
      }
    }
  }
  return receipts;
}

/** The receipt's query vector as floats. */
function gradientOf({ row, bundle }: Receipt): Float32Array {
  return Float32Array.from(laneRow(bundle.content.queries, row), (lane) => lane * bundle.scales[row]!);
}

function compare({ model, bucket, row, bundle }: Receipt, recomputed: readonly number[]): ReceiptInfluence {
  const { responses, manifest } = model.bundle;
  const unit = bundle.scales[row]! * scaleOf(manifest.responseScaleBits);
  const posted = Array.from(scoreAll(laneRow(bundle.content.queries, row), responses), (score) => score * unit);
  const cells = posted.map((score, cell): CellDifference => ({ cell, posted: score, recomputed: recomputed[cell]! }));
  const difference = (each: CellDifference): number => Math.abs(each.posted - each.recomputed);
  return {
    modelId: model.record.modelId,
    bucket,
    row,
    rankCorrelation: spearman(posted, recomputed),
    largestDifferences: cells
      .sort((a, b) => difference(b) - difference(a) || a.cell - b.cell)
      .slice(0, DIFFERENCES_SHOWN),
  };
}
