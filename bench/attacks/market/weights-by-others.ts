import { laneRow } from "../../../engine/src/core/ledger/lanes.js";
import type { LedgerModel } from "../../../engine/src/core/ledger/model.js";
import { dot, positivePart } from "../../../engine/src/core/ledger/score.js";
import type { Adapter } from "../../../engine/src/core/model/adapter.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import { heldOutVector } from "../../../engine/src/core/quantize/held-out-vector.js";
import type { TrainingSet } from "../../../engine/src/core/text/build-training-set.js";

/**
 * Quality weights by which nobody judges in his own cause and nobody shouts: `w = max(0, Σ q_j · b)` over the int8 vectors `q_j` of the
 * Datanet's held-out chunks, each on a scale of its own, but for the chunk that the cell's own contribution gave. Sums of integer products,
 * so that they could be refuted like today's. What the protocol could do, not what it does.
 */
export function weightsByOthers(
  { engine, base }: { readonly engine: Engine; readonly base: BaseModel },
  trained: { readonly model: LedgerModel; readonly adapter: Adapter; readonly trainingSet: TrainingSet },
): bigint[] {
  const { model, adapter, trainingSet } = trained;
  const heldOut = new Map(
    trainingSet.heldOut.map(({ datanetId, chunks, texts }) => [
      datanetId,
      texts.map((text, i) => ({ from: chunks[i]![0], lanes: heldOutVector(engine, base, adapter, [text]).lanes })),
    ]),
  );
  return model.cells.map(({ contribution }, cell) => {
    const { contributionId, datanetId } = trainingSet.contributions[contribution]!;
    const others = heldOut.get(datanetId)!.filter(({ from }) => from !== contributionId);
    const response = laneRow(model.responses, cell);
    return positivePart(others.reduce((total, { lanes }) => total + dot(lanes, response), 0));
  });
}
