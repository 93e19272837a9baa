import { type Domain, typedDigest } from "../../../engine/src/core/hash/digest.js";
import { type Hex, toHex } from "../../../engine/src/core/hash/hex.js";
import { BATCH, CREDIT, EARNING, ENTRY, ROW, SETTLEMENT } from "../../../engine/src/core/hash/schemas.js";
import { structHash, structListHash } from "../../../engine/src/core/hash/struct-hash.js";
import { batchOf } from "../../../engine/src/core/ledger/compute-batch.js";
import { dividePart } from "../../../engine/src/core/ledger/divide-part.js";
import { laneRow } from "../../../engine/src/core/ledger/lanes.js";
import { contributionTree, responseTree } from "../../../engine/src/core/ledger/model.js";
import { rowParts } from "../../../engine/src/core/ledger/row-parts.js";
import { scoreAll } from "../../../engine/src/core/ledger/score.js";
import { laneBytes } from "../../../engine/src/core/tree/vector-root.js";
import { randomBuckets, randomModel } from "../scenario.js";
import { seeded } from "../seeded.js";

const LEDGER: Domain = {
  name: "OpenLedger AttributionLedger",
  chainId: 31337n,
  verifyingContract: `0x${"a7".repeat(20)}`,
};

/** Parts divided by shares: one wei among sixteen, ties, 2^96, shares near 2^128. */
export function creditVectors(): object {
  const random = seeded("credits");
  const lists = [
    [1n],
    [3n, 3n, 3n],
    [2n ** 127n, 1n],
    Array.from({ length: 16 }, () => 2n ** 123n),
    Array.from({ length: 16 }, () => random.below(2n ** 80n) + 1n).sort((a, b) => (a > b ? -1 : 1)),
  ];
  const cases = lists.flatMap((shares) =>
    [0n, 1n, 10n, 10n ** 18n + 1n, 2n ** 96n].map((part) => {
      const entries = shares.map((share, cell) => ({ cell, share }));
      return { part, entries, amounts: dividePart(part, entries) };
    }),
  );
  return { cases };
}

/** A model and the rows of two buckets, from lanes to leaves: scores, entries, hashes. */
export function rowVectors(): object {
  const random = seeded("rows");
  const model = randomModel(random, 50);
  const buckets = randomBuckets(random, model, 2);
  const { modelId, contributions, cells, defaults, responses } = model;
  return {
    model: {
      modelId,
      lanes: responses.lanes,
      contributions,
      contributionRoot: contributionTree(contributions).root,
      cells: cells.map((cell, i) => ({ ...cell, response: lanes(laneRow(responses, i)) })),
      responseRoot: responseTree(cells).root,
      defaults,
      defaultsHash: structListHash(ENTRY, defaults),
    },
    rows: buckets.flatMap(({ content }) =>
      content.rows.map((row, i) => {
        const query = laneRow(content.queries, i);
        return {
          bucket: content.bucket,
          row,
          query: lanes(query),
          scores: scoreAll(query, responses),
          hash: structHash(ROW, row),
        };
      }),
    ),
  };
}

/** The same two buckets, from settlements to signed batches: parts, credits, earnings, roots, digests. */
export function payoutVectors(): object {
  const random = seeded("rows");
  const model = randomModel(random, 50);
  let parent: Hex = `0x${"00".repeat(32)}`;
  const batches = randomBuckets(random, model, 2).map(({ input, content }) => {
    const settlements = input.settlements.map(({ settlement }) => settlement);
    const { contributorsBps } = input;
    const batch = batchOf(content, parent, random.hash());
    const digest = typedDigest(LEDGER, BATCH, batch);
    parent = digest; // in the chain a batch's id also binds its signers; the shape is the same
    return {
      contributorsBps,
      settlements: settlements.map((each, i) => ({
        ...each,
        direct: input.settlements[i]!.direct,
        hash: structHash(SETTLEMENT, each),
      })),
      rows: content.rows,
      parts: rowParts({ rows: content.rows, settlements, contributorsBps }),
      credits: content.credits.map((statement) =>
        statement.map((each) => ({ ...each, hash: structHash(CREDIT, each) })),
      ),
      earnings: content.earnings.map((each) => ({ ...each, hash: structHash(EARNING, each) })),
      batch,
      digest,
    };
  });
  return { domain: LEDGER, contributions: model.contributions, defaults: model.defaults, batches };
}

function lanes(vector: Int8Array): Hex {
  return toHex(laneBytes(vector));
}
