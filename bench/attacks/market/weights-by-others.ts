import { cellWeight } from "../../../engine/src/core/ledger/build-model.js";
import { laneRow } from "../../../engine/src/core/ledger/lanes.js";
import type { LedgerModel } from "../../../engine/src/core/ledger/model.js";
import type { Adapter } from "../../../engine/src/core/model/adapter.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import { heldOutVector } from "../../../engine/src/core/quantize/held-out-vector.js";
import type { TrainingSet } from "../../../engine/src/core/text/build-training-set.js";

/**
 * Quality weights by which nobody is a judge in his own cause: a cell is held to its Datanet's held-out text but for the chunk that its own
 * contribution gave. 0 where there is no other. What the protocol could do, not what it does.
 */
export function weightsByOthers(
  { engine, base }: { readonly engine: Engine; readonly base: BaseModel },
  trained: { readonly model: LedgerModel; readonly adapter: Adapter; readonly trainingSet: TrainingSet },
): bigint[] {
  const { model, adapter, trainingSet } = trained;
  const vectors = trainingSet.contributions.map(({ contributionId, datanetId }) => {
    const { chunks, texts } = trainingSet.heldOut.find((each) => each.datanetId === datanetId)!;
    const others = texts.filter((_, i) => chunks[i]![0] !== contributionId);
    return others.length === 0 ? undefined : heldOutVector(engine, base, adapter, others).lanes;
  });
  return model.cells.map(({ contribution }, cell) => {
    const vector = vectors[contribution];
    return vector === undefined ? 0n : cellWeight(vector, laneRow(model.responses, cell));
  });
}
