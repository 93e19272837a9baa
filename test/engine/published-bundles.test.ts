import { expect } from "chai";

import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { decodeBatchBundle, encodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { BadBundleError, decodeBundle, encodeBundle } from "../../engine/src/core/bundle/bundle.js";
import { decodeModelBundle, encodeModelBundle } from "../../engine/src/core/bundle/model-bundle.js";
import { dataHash } from "../../engine/src/core/bundle/pieces.js";
import { BadTensorError } from "../../engine/src/core/bundle/tensors.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { batchOf } from "../../engine/src/core/ledger/compute-batch.js";
import { laneMatrix } from "../../engine/src/core/ledger/lanes.js";
import { encodeSafetensors } from "../../engine/src/core/safetensors.js";
import { LANES, randomBuckets, randomModel } from "../vectors/scenario.js";
import { seeded } from "../vectors/seeded.js";

const random = seeded("published");
const model = randomModel(random, 5);
const { input, content } = randomBuckets(random, model, 1)[0]!;
const scales = Float32Array.from(content.rows, (_, i) => 0.1 / (i + 1));
const transcript = {
  row: 0,
  request: Uint8Array.of(1),
  answer: Uint8Array.of(2),
  requestSalt: random.hash(),
  responseSalt: random.hash(),
};

describe("batch bundle", () => {
  for (const transcripts of [undefined, [transcript]]) {
    it(`comes back as it was written, ${transcripts ? "with" : "without"} transcripts`, () => {
      const bundle = { content, scales, transcripts };
      const bytes = encodeBatchBundle(bundle);
      expect(decodeBatchBundle(bytes)).to.deep.equal(bundle);
      expect(dataHash(encodeBatchBundle(bundle))).to.equal(dataHash(bytes));
    });
  }

  it("is all that an auditor needs beside the chain", () => {
    const bytes = encodeBatchBundle({ content, scales, transcripts: undefined });
    const posted = { batch: batchOf(content, ZERO_HASH, dataHash(bytes)), signers: [] };
    const read = decodeBatchBundle(bytes);
    expect(findFault({ posted, content: read.content }, input)).to.equal(undefined);
    const wrong = { ...read.content, rows: read.content.rows.toReversed() };
    expect(findFault({ posted, content: wrong }, { ...input, bucket: 0n })?.proof).to.equal(
      content.rows.length > 1 ? "data" : undefined,
    );
  });

  it("refuses missing and unknown files, and tensors of another shape", () => {
    const files = decodeBundle(encodeBatchBundle({ content, scales, transcripts: undefined }));
    const without = new Map([...files].filter(([name]) => name !== "batch.json"));
    expect(() => decodeBatchBundle(encodeBundle(without))).to.throw(BadBundleError);
    const more = new Map([...files, ["extra.txt", Uint8Array.of(1)]] as const);
    expect(() => decodeBatchBundle(encodeBundle(more))).to.throw(BadBundleError);
    const fewer = encodeBatchBundle({ content, scales: scales.slice(1), transcripts: undefined });
    expect(() => decodeBatchBundle(fewer)).to.throw(BadTensorError);
    for (const broken of [
      { dtype: "U8", shape: [1, LANES], data: new Uint8Array(LANES) },
      { dtype: "I8", shape: [LANES], data: new Uint8Array(LANES) },
      { dtype: "I8", shape: [1, 1, LANES], data: new Uint8Array(LANES) },
    ] as const) {
      const queries = encodeSafetensors({ tensors: new Map([["queries", broken]]), metadata: {} });
      const bundle = encodeBundle(new Map([...files, ["queries.safetensors", queries]]));
      expect(() => decodeBatchBundle(bundle)).to.throw(BadTensorError);
    }
  });
});

describe("model bundle", () => {
  it("comes back as it was written", () => {
    const bundle = {
      adapter: new Uint8Array(random.lanes(5000).buffer),
      manifest: {
        contributions: model.contributions,
        cells: model.cells.map((cell) => ({ ...cell, chunks: [[3n, 0] as const] })),
        defaults: model.defaults,
        versions: [{ datanetId: 1n, version: 1, heldOutRoot: random.hash(), heldOut: [[3n, 1] as const] }],
        recipe: { rate: 0.001 },
        responseScaleBits: 7,
      },
      responses: model.responses,
      heldOut: laneMatrix(1, LANES, random.lanes(LANES)),
      heldOutScales: Float32Array.of(0.25),
    };
    expect(decodeModelBundle(encodeModelBundle(bundle))).to.deep.equal(bundle);
  });
});
