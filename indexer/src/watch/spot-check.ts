import { keccak } from "../../../engine/src/core/hash/keccak.js";
import { laneRow } from "../../../engine/src/core/ledger/lanes.js";
import { encodeAdapter } from "../../../engine/src/core/model/adapter-file.js";
import type { ModelRecipe } from "../../../engine/src/core/pipeline/train-model.js";
import { quantizeWith, scaleOf } from "../../../engine/src/core/quantize/quantize.js";
import { laneBytes } from "../../../engine/src/core/tree/vector-root.js";
import { Comparison } from "../audit/comparison.js";
import type { PublishedModel } from "../model.js";
import type { Published } from "../published.js";
import type { World } from "../replay.js";
import { trainingSetOf } from "../training-set.js";
import { judged, judgementOfCheck } from "./judge.js";
import { isReproducible, type Lab } from "./lab.js";
import { type Judgement, RIGHT } from "./verdict.js";

/**
 * Trains a model again, and once more without each of some cells: the adapter must have the registered hash, and each difference must be
 * the cell's published response. Throws the content errors of training data that may still come.
 * @param options.cells drawn by the beacon.
 */
export function spotCheck(
  { world, published, lab }: { readonly world: World; readonly published: Published; readonly lab: Lab },
  model: PublishedModel,
  options: { readonly cells: readonly number[]; readonly signal?: AbortSignal },
): Promise<Judgement> {
  return judged(async () => {
    if (!isReproducible(lab, model)) return RIGHT;
    const { manifest, responses } = model.bundle;
    const { versions, cells, responseScaleBits } = manifest;
    const recipe = manifest.recipe as ModelRecipe; // made by this engine: its recipe hash is in the registration
    const trainingSet = await trainingSetOf(world, published, { versions, cellBytes: recipe.cellBytes });
    const check = new Comparison("spot check");
    check.equal("number of cells", trainingSet.cells.length, cells.length);
    if (check.result().differences.length > 0) return judgementOfCheck(check.result());

    const weights = cells.map(() => 1);
    const without = options.cells.map((cell) => weights.map((weight, i) => (i === cell ? 0 : weight)));
    const texts = trainingSet.cells.map(({ bytes }) => bytes);
    const plan = { cells: texts, cellWeights: weights, seed: model.record.manifest.seed, recipe };
    const { signal } = options;
    const [whole, ...left] = await lab.pool.run(
      { base: lab.base, plan, weightSets: [weights, ...without] },
      signal === undefined ? {} : { signal },
    );
    check.equal("weights", keccak(encodeAdapter(lab.base.config, whole!.adapter)), model.record.manifest.weightsHash);
    const scale = scaleOf(responseScaleBits);
    for (const [i, cell] of options.cells.entries()) {
      const moved = left[i]!.adapter.lanes.map((value, lane) => value - whole!.adapter.lanes[lane]!);
      const response = quantizeWith(scale, moved as Float32Array<ArrayBuffer>);
      const rebuilt = keccak(laneBytes(response));
      check.equal(`response of cell ${String(cell)}`, rebuilt, keccak(laneBytes(laneRow(responses, cell))));
    }
    return judgementOfCheck(check.result());
  });
}
