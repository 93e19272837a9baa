import { type Domain, typedDigest } from "../../engine/src/core/hash/digest.js";
import { directHead, DIRECT_HEAD, saltedHash } from "../../engine/src/core/hash/heads.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { keccak } from "../../engine/src/core/hash/keccak.js";
import { BATCH, EARNING, ROW } from "../../engine/src/core/hash/schemas.js";
import { structListHash } from "../../engine/src/core/hash/struct-hash.js";
import { hashWords } from "../../engine/src/core/hash/words.js";
import { buildModel } from "../../engine/src/core/ledger/build-model.js";
import { batchOf, computeBatch } from "../../engine/src/core/ledger/compute-batch.js";
import { stackLanes } from "../../engine/src/core/ledger/lanes.js";
import { contributionTree, responseTree } from "../../engine/src/core/ledger/model.js";
import { contributorsPart } from "../../engine/src/core/ledger/parts.js";
import { scoreAll } from "../../engine/src/core/ledger/score.js";
import type { Adapter } from "../../engine/src/core/model/adapter.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { heldOutVector } from "../../engine/src/core/quantize/held-out-vector.js";
import type { Golden } from "./golden.js";
import { prose, utf8 } from "./support.js";

const LEDGER: Domain = {
  name: "OpenLedger AttributionLedger",
  chainId: 31337n,
  verifyingContract: `0x${"a7".repeat(20)}`,
};
const FEE = 5_456_790_092_345_679_012n; // token base units
const CONTRIBUTORS_BPS = 5_000;

/** What a fixed plan's four responses and one answer are worth: from int8 lanes to the digest that attestors sign. */
export function ledgerGolden(
  { engine, base, adapter }: { readonly engine: Engine; readonly base: BaseModel; readonly adapter: Adapter },
  {
    prompt,
    answer,
    responses,
    query,
  }: {
    readonly prompt: Uint8Array;
    readonly answer: Uint8Array;
    readonly responses: readonly Int8Array[];
    readonly query: Int8Array;
  },
): Golden {
  const laneCount = query.length;
  // Cells of the smallest model: two contributions of two, one Datanet.
  const heldOut = heldOutVector(engine, base, adapter, [prose(120, "held out"), prose(90, "held out too")]);
  const { model } = buildModel({
    modelId: 1n,
    contributions: [
      { contributionId: 1n, datanetId: 1n, cellCount: 2 },
      { contributionId: 2n, datanetId: 1n, cellCount: 2 },
    ],
    responses: stackLanes(responses, laneCount),
    datanetIds: [1n],
    heldOut: stackLanes([heldOut.lanes], laneCount),
  });

  const [requestHash, responseHash] = [saltedHash(ZERO_HASH, prompt), saltedHash(ZERO_HASH, answer)];
  const settlement = {
    modelId: 1n,
    bucket: 0n,
    sequence: 0n,
    payer: `0x${"01".repeat(20)}`,
    payee: `0x${"02".repeat(20)}`,
    cumulativeBefore: 0n,
    amount: FEE,
    contributorsPart: contributorsPart({ before: 0n, after: FEE }, CONTRIBUTORS_BPS),
    headBefore: DIRECT_HEAD,
    headAfter: directHead(requestHash, FEE),
  } as const;
  const { content } = computeBatch({
    model,
    bucket: 0n,
    settlements: [{ settlement, direct: true, receipts: [{ requestHash, responseHash, fee: FEE, query }] }],
    contributorsBps: CONTRIBUTORS_BPS,
    parent: undefined,
    lastAnswers: new Map(),
  });
  const batch = batchOf(content, ZERO_HASH, keccak(utf8("no bundle")));
  return {
    heldOut: keccak(Uint8Array.from(heldOut.lanes)),
    contributionRoot: contributionTree(model.contributions).root,
    responseRoot: responseTree(model.cells).root,
    scores: Array.from(scoreAll(query, model.responses)).join(),
    rows: structListHash(ROW, content.rows),
    statements: hashWords(content.earnings.map(({ statementRoot }) => statementRoot)),
    earnings: structListHash(EARNING, content.earnings),
    batchDigest: typedDigest(LEDGER, BATCH, batch),
  };
}
