import { rm } from "node:fs/promises";

import { expect } from "chai";

import { auditInfluence } from "../../indexer/src/audit/influence.js";
import { publishedModel } from "../../indexer/src/model.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { hashOf } from "../helpers/hashes.js";
import { answeredBucket, LAB, postDraft } from "../helpers/staged-model.js";
import { watchedChain } from "../helpers/watched-chain.js";

describe("auditInfluence", function () {
  this.timeout(120_000);

  it("holds drawn receipts' scores to the training, and shows responses that are another cell's", async () => {
    const { stage } = await watchedChain();
    const { chief, store } = stage;
    try {
      await postDraft(stage, await answeredBucket(stage, "nation"));
      const world = await readWorld(chief);
      const model = await publishedModel(world, store, 1n);
      const lab = { ...LAB, models: [model] };
      const draw = { count: 2, seed: hashOf("drawn") };

      expect(await auditInfluence(world, store, lab, { ...draw, count: 0 })).to.deep.equal([]);
      const found = await auditInfluence(world, store, lab, draw);
      expect(found).to.have.length(1); // there is no more than one to draw
      const [{ rankCorrelation, largestDifferences, ...receipt }] = found as [(typeof found)[0]];
      expect(receipt).to.deep.equal({ modelId: 1n, bucket: 0n, row: 0 });
      expect(rankCorrelation).to.be.within(-1, 1); // how well a drawn seed's few cells agree is luck: reverse.test.ts holds it to retraining
      const sizes = largestDifferences.map(({ posted, recomputed }) => Math.abs(posted - recomputed));
      expect(sizes).to.deep.equal(sizes.toSorted((a, b) => b - a));

      const { responses } = model.bundle;
      const shift = responses.rows >> 1;
      const half = shift * responses.lanes;
      const data = Int8Array.of(...responses.data.subarray(half), ...responses.data.subarray(0, half));
      const swapped = { ...model, bundle: { ...model.bundle, responses: { ...responses, data } } };
      const [forged] = await auditInfluence(world, store, { ...lab, models: [swapped] }, draw);
      const honest = new Map(largestDifferences.map((each) => [each.cell, each]));
      const shown = forged!.largestDifferences.filter(({ cell }) => honest.has(cell));
      expect(shown).to.have.length.above(0);
      for (const { cell, posted, recomputed } of shown) {
        expect(recomputed, "comes from the training").to.equal(honest.get(cell)!.recomputed);
        const source = honest.get((cell + shift) % responses.rows);
        if (source !== undefined) expect(posted, "comes from the responses").to.equal(source.posted);
      }
    } finally {
      await rm(store.directory, { recursive: true });
    }
  });
});
