import { expect } from "chai";

import { play } from "../../bench/refutation/play.js";
import { SCALE } from "../helpers/scale.js";

/** A short play of what `npm run bench:refutation` does at length. */
describe("random batches", function () {
  this.timeout(180_000);
  before(function () {
    if (SCALE === "short") this.skip();
  });

  it("fall where they are wrong in one place or two, stand against every proof where they are honest, and fall withheld", async () => {
    const tally = await play({ seed: "every run", buckets: 20, corruptions: 6, large: 1, largeCorruptions: 2 });
    expect(tally.misses).to.deep.equal([]);
    expect(tally.falseRefutations + tally.missed + tally.falseFalls).to.equal(0);
    expect(tally.honestTried).to.be.at.least(21);
    expect(tally.mostReceipts).to.be.at.least(1_000);
    expect(tally.corruptTried).to.be.at.least(100);
    expect(tally.refuted + tally.unanswerable).to.equal(tally.corruptTried);
    expect(Object.keys(tally.gas).length, "kinds of proof").to.be.at.least(10);
    expect(tally.demandsAnswered).to.equal(tally.honestTried);
    expect(tally.withheldFell).to.equal(tally.withheldTried).and.to.be.at.least(21);
    expect(tally.slashedForTheFirst).to.equal(0);
  });
});
