import { rm } from "node:fs/promises";

import { expect } from "chai";

import type { BatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import type { Transcript } from "../../engine/src/core/bundle/transcripts-json.js";
import { claimOf } from "../../engine/src/core/dispute/trajectory.js";
import { saltedHash } from "../../engine/src/core/hash/heads.js";
import { completeRequest, encodeRequest } from "../../engine/src/core/inference/request.js";
import { rerunManifest } from "../../indexer/src/dispute/rerun-manifest.js";
import { rerunRow } from "../../indexer/src/dispute/rerun-row.js";
import { publishedModel } from "../../indexer/src/model.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { disputeManifest } from "../../sdk/src/actions/dispute-manifest.js";
import { OpenLedgerRevert } from "../../sdk/src/open-ledger-revert.js";
import { codeOf } from "../engine/support.js";
import { hashOf } from "../helpers/hashes.js";
import { rejection } from "../helpers/rejection.js";
import { LAB } from "../helpers/staged-model.js";
import { watchedChain } from "../helpers/watched-chain.js";

describe("rerunRow", () => {
  const [requestSalt, responseSalt] = [hashOf("request salt"), hashOf("response salt")];
  const request = encodeRequest(completeRequest({ prompt: "on and on", maxBytes: 2 ** 32 - 1, temperature: [0, 1] }));
  const answer = Uint8Array.of(1, 2, 3);
  const row = { requestHash: saltedHash(requestSalt, request), responseHash: saltedHash(responseSalt, answer) };
  const bundle = (row: object, transcripts?: readonly Transcript[]) =>
    ({ content: { rows: [row] }, transcripts }) as unknown as BatchBundle;
  const transcript = { row: 0, request, answer, requestSalt, responseSalt };
  const NOTHING_RUNS = {} as Parameters<typeof rerunRow>[0];

  it("draws no more of an answer than was given", () => {
    expect(codeOf(() => rerunRow(NOTHING_RUNS, bundle(row, [transcript]), 0))).to.equal("PARTIAL_ANSWER");
  });

  it("takes no texts but those that the row was hashed from", () => {
    const other = { ...row, responseHash: hashOf("another") };
    for (const without of [bundle(row), bundle(other, [transcript]), bundle(row, [{ ...transcript, row: 1 }])]) {
      expect(codeOf(() => rerunRow(NOTHING_RUNS, without, 0))).to.equal("NO_TRANSCRIPT");
    }
  });
});

describe("rerunManifest", function () {
  this.timeout(60_000);

  it("ends in what the contract is committed to where the model is honest, and so disputes nothing", async () => {
    const { stage, watchers } = await watchedChain();
    try {
      const { chief, store } = stage;
      const world = await readWorld(chief);
      const model = await publishedModel(world, store, 1n);
      const trajectory = await rerunManifest({ world, published: store, lab: LAB }, model);
      expect(trajectory.result).to.equal(await chief.disputes.manifestResult(1n));

      // Before the result: the adapter as initialised and after each step, each cell's response, each version's held-out vector.
      const { cells, versions } = model.bundle.manifest;
      expect(trajectory.steps).to.be.greaterThan(1 + cells.length + versions.length);
      const claimed = disputeManifest(watchers[0], { modelId: 1n, claim: claimOf(trajectory) });
      expect((await rejection(OpenLedgerRevert, claimed)).errorName).to.equal("DisputeNothingClaimed");
    } finally {
      await rm(stage.store.directory, { recursive: true });
    }
  });
});
