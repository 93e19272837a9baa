import { rm } from "node:fs/promises";

import { expect } from "chai";

import { claimOf } from "../../engine/src/core/dispute/trajectory.js";
import { rerunManifest } from "../../indexer/src/dispute/rerun-manifest.js";
import { publishedModel } from "../../indexer/src/model.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { disputeManifest } from "../../sdk/src/actions/dispute-manifest.js";
import { OpenLedgerRevert } from "../../sdk/src/open-ledger-revert.js";
import { rejection } from "../helpers/rejection.js";
import { LAB } from "../helpers/staged-model.js";
import { watchedChain } from "../helpers/watched-chain.js";

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
