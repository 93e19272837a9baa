import type { AuditContext } from "../../engine/src/core/audit/audit-case.js";
import type { AccumulateCall } from "../../engine/src/core/audit/dot-evidence.js";
import { toHex } from "../../engine/src/core/hash/hex.js";
import type { Entry } from "../../engine/src/core/hash/structs.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { rowEntries } from "../../engine/src/core/ledger/entries.js";
import { laneMatrix } from "../../engine/src/core/ledger/lanes.js";
import { scoreAll } from "../../engine/src/core/ledger/score.js";
import { laneBytes, vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { seeded } from "../vectors/seeded.js";
import { batchWith, earningsOf, post } from "./attest.js";
import { payAndClose } from "./buckets.js";
import { deployLedger } from "./deploy-ledger.js";
import { hashOf } from "./hashes.js";
import { mutable } from "./mutable.js";
import { registerModel } from "./register-model.js";

/** Three blocks: more lanes than a proof's own transaction takes. */
export const LONG = 12_288;

/** A posted batch of one row for a model of ten cells and 12,288 lanes; `change` makes its list wrong. */
async function deployRow(change: (entries: readonly Entry[]) => readonly Entry[]) {
  const world = await deployLedger();
  const { frozen, datanetId, contributionIds, dots } = world;
  const model = await registerModel(world, frozen, { datanetId, contributionIds, cellsEach: 2, lanes: LONG });
  // The held-out vector again: an answer that the first cell, which is that vector too, surely moved.
  const query = seeded("registerModel").lanes(LONG);
  const queries = laneMatrix(1, LONG, query);
  const entries = rowEntries(
    scoreAll(query, model.responses),
    model.cells.map(({ weight }) => weight),
  );
  const row = {
    sequence: 0n,
    head: hashOf("head"),
    cumulativeFee: 1n,
    requestHash: hashOf("request"),
    responseHash: hashOf("response"),
    queryRoot: vectorRoot(query),
    entries: change(entries),
  };
  await payAndClose(world, { modelId: model.modelId });
  const rowRoot = rowTree([row]).root;
  const batch = batchWith(earningsOf(world, []), { modelId: model.modelId, rowRoot, rowCount: 1 });
  const { signers } = await post(world, batch);
  return {
    ...world,
    model,
    posted: { batch, signers },
    // Only what scores are checked by.
    content: { rows: [row], queries } as unknown as BatchContent,
    context: { model } as unknown as AuditContext,
    query: toHex(laneBytes(query)),
    accumulate: async ({ prepare }: { readonly prepare: readonly AccumulateCall[] }) => {
      for (const { args } of prepare) await dots.accumulate(...mutable(args));
    },
  };
}

export const deployLongHonest = () => deployRow((entries) => entries);

export const deployLong = () => deployRow(([first, ...others]) => [{ ...first!, share: first!.share + 1n }, ...others]);

export const deployLongOmission = () => deployRow((entries) => entries.slice(1));
