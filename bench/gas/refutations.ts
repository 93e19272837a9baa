import { cellEvidence, rowEvidence } from "../../engine/src/core/audit/evidence.js";
import { toHex } from "../../engine/src/core/hash/hex.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { laneBytes, vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { batchWith, earningsOf, post } from "../../test/helpers/attest.js";
import { payAndClose } from "../../test/helpers/buckets.js";
import { loadFixture } from "../../test/helpers/chain.js";
import { deployLedger } from "../../test/helpers/deploy-ledger.js";
import { hashOf } from "../../test/helpers/hashes.js";
import { mutable } from "../../test/helpers/mutable.js";
import { registerModel } from "../../test/helpers/register-model.js";
import { seeded } from "../../test/vectors/seeded.js";
import { play } from "../refutation/play.js";
import { smallSize } from "../refutation/size.js";
import { type GasRow, gasOf, gasRow } from "./row.js";

const LANES = 7_168;
const NOBODY = "nobody can";
const CEILING = 100_000;
/** Their dot products are promised apart. */
const BY_LANES = new Set(["refuteScore", "refuteOmitted"]);

/** One score of full size, and the dearest of each proof among random wrong batches, without slashing. */
export async function measureRefutations(): Promise<GasRow[]> {
  const score = await measureScore();
  const { gas } = await play({
    seed: "gas",
    buckets: 30,
    corruptions: 8,
    large: 0,
    largeCorruptions: 0,
    size: smallSize,
  });
  const proofs = Object.entries(gas).filter(([method]) => method !== "expire");
  return [
    gasRow("refuteScore, 7,168 lanes on each side, two slashes included", score, { ceiling: 1_400_000, peer: NOBODY }),
    ...proofs.map(([method, { most }]) =>
      gasRow(`${method}, the dearest in random small buckets`, most, {
        peer: NOBODY,
        ceiling: BY_LANES.has(method) ? null : CEILING,
      }),
    ),
  ];
}

async function measureScore(): Promise<number> {
  const world = await loadFixture(deployLedger);
  const { frozen, datanetId, contributionIds, scoreProver } = world;
  const model = await registerModel(world, frozen, { datanetId, contributionIds, cellsEach: 16, lanes: LANES });
  const query = seeded("wide").lanes(LANES);
  const row = {
    ...{ sequence: 0n, head: hashOf("head"), cumulativeFee: 1n, queryRoot: vectorRoot(query) },
    ...{ requestHash: hashOf("request"), responseHash: hashOf("response") },
    entries: Array.from({ length: 16 }, (_, cell) => ({ cell, share: 2n ** 60n - BigInt(cell) })),
  };
  await payAndClose(world, { modelId: model.modelId });
  const rows = Array.from({ length: 100 }, () => row);
  const given = { modelId: model.modelId, rowRoot: rowTree(rows).root, rowCount: rows.length };
  const { batch, signers } = await post(world, batchWith(earningsOf(world, []), given));
  const args = mutable([
    { batch, signers },
    rowEvidence({ rows } as never, 0),
    3,
    cellEvidence(model.cells, 3),
    ...[query, laneRow(model.responses, 3)].map((lanes) => toHex(laneBytes(lanes))),
  ] as const);
  return gasOf(scoreProver.refuteScore(...(args as unknown as Parameters<typeof scoreProver.refuteScore>)));
}
