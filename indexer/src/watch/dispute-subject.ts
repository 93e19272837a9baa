import type { RowProof } from "../../../engine/src/core/audit/evidence-types.js";
import type { Trajectory } from "../../../engine/src/core/dispute/trajectory.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { hashWords } from "../../../engine/src/core/hash/words.js";
import type { Deployment } from "../../../sdk/src/deployment.js";
import { digestOf } from "../../../sdk/src/typed-data.js";
import type { PostedRecord } from "../replay/ledger.js";
import type { DisputableName } from "./watch-event.js";

/** What running it again contradicts: a row of a batch, or a model's manifest. */
export type Disputable =
  | { readonly record: PostedRecord; readonly row: RowProof; readonly trajectory: Trajectory }
  | { readonly modelId: bigint; readonly trajectory: Trajectory };

/** The key under which the contract lets it be disputed once. */
export function subjectOf(deployment: Deployment, disputable: Disputable): Hex {
  if (!("record" in disputable)) return hashWords([disputable.modelId]);
  return hashWords([digestOf(deployment, "Batch", disputable.record.batch) as Hex, BigInt(disputable.row.index)]);
}

/** How it is told of. */
export function disputableName(disputable: Disputable): DisputableName {
  if (!("record" in disputable)) return { modelId: disputable.modelId };
  const { record, row } = disputable;
  return { batchId: record.id, modelId: record.batch.modelId, bucket: record.batch.bucket, row: row.index };
}
