import { expect } from "chai";

import { dotEvidence } from "../../engine/src/core/audit/dot-evidence.js";
import { fromHex, toHex } from "../../engine/src/core/hash/hex.js";
import { keccak } from "../../engine/src/core/hash/keccak.js";
import { verifyMerkle } from "../../engine/src/core/tree/merkle.js";
import { laneBytes, vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { seeded } from "../vectors/seeded.js";

const vectors = (lanes: number) => {
  const random = seeded("dot evidence");
  return [random.lanes(lanes), random.lanes(lanes)] as const;
};

describe("dotEvidence", () => {
  it("shows the lanes themselves up to 8,192", () => {
    for (const lanes of [32, 8192]) {
      const [a, b] = vectors(lanes);
      expect(dotEvidence(a, b)).to.deep.equal({ lanes: [toHex(laneBytes(a)), toHex(laneBytes(b))], prepare: [] });
    }
  });

  for (const [lanes, firsts] of [
    [8224, [0]],
    [32_768, [0]],
    [32_800, [0, 8]],
    [70_016, [0, 8, 16]],
  ] as const) {
    it(`takes ${lanes} lanes in calls of at most eight blocks, each proved under its root`, () => {
      const [a, b] = vectors(lanes);
      const { lanes: shown, prepare } = dotEvidence(a, b);
      expect(shown).to.deep.equal(["0x", "0x"]);
      expect(prepare.map(({ args }) => args[3])).to.deep.equal(firsts);

      const roots = [vectorRoot(a), vectorRoot(b)];
      const count = Math.ceil(lanes / 4096);
      const pairs = prepare.flatMap(({ args: [aRoot, bRoot, given, , blocks] }) => {
        expect([aRoot, bRoot, given]).to.deep.equal([...roots, lanes]);
        expect(blocks.length).to.be.at.most(8);
        return blocks;
      });
      expect(pairs).to.have.length(count);
      for (const [side, root] of roots.entries()) {
        const blocks = pairs.map((pair) => (side === 0 ? pair.a : pair.b));
        expect(toHex(Buffer.concat(blocks.map(fromHex)))).to.equal(toHex(laneBytes(side === 0 ? a : b)));
        for (const [index, pair] of pairs.entries()) {
          const proof = side === 0 ? pair.aProof : pair.bProof;
          const leaf = keccak(fromHex(blocks[index]!));
          expect(verifyMerkle({ root: root, count, leaf, index, proof })).to.equal(true);
        }
      }
    });
  }
});
