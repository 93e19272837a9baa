import { expect } from "chai";

import { play } from "../../bench/refutation/play.js";

/** A short play of what `npm run bench:refutation` does at length. */
describe("random batches", function () {
  this.timeout(180_000);

  it("fall where they are wrong in one place or two, and stand against every proof where they are honest", async () => {
    const tally = await play({ seed: "every run", buckets: 24, corruptions: 6, large: 1, largeCorruptions: 2 });
    expect(tally.misses).to.deep.equal([]);
    expect(tally.falseRefutations + tally.missed).to.equal(0);
    expect(tally.honestTried).to.be.at.least(24);
    expect(tally.refuted).to.equal(tally.corruptTried);
    expect(Object.keys(tally.gas).length, "kinds of proof").to.be.at.least(10);
  });
});
