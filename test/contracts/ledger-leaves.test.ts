import { expect } from "chai";

import { ethers, loadFixture } from "../helpers/chain.js";
import { vectorsOf } from "../helpers/vectors.js";

type Case = { struct: string; value: Record<string, string | number>; hash: string };

const { cases } = vectorsOf<{ cases: Case[] }>("structs");
const deployHarness = () => ethers.deployContract("LedgerLeafHarness");

const of = (struct: string) => cases.filter((each) => each.struct === struct);

for (const struct of ["Batch", "Cell", "Credit", "Earning", "Row"]) {
  describe(`${struct}Lib`, () => {
    describe("hash", () => {
      for (const [i, { value, hash }] of of(struct).entries()) {
        it(`is the shared vector's, number ${String(i)}`, async () => {
          const leaves = await loadFixture(deployHarness);
          expect(await leaves.getFunction(`hash${struct}`)(value)).to.equal(hash);
        });
      }
    });
  });
}

describe("ClaimAuthorizationLib", () => {
  describe("hash", () => {
    for (const [i, { value, hash }] of of("ClaimAuthorization").entries()) {
      it(`is the shared vector's, number ${String(i)}`, async () => {
        const leaves = await loadFixture(deployHarness);
        const { owner, recipient, nonce, deadline } = value as Record<string, string>;
        expect(await leaves.hashClaimAuthorization(owner!, recipient!, nonce!, deadline!)).to.equal(hash);
      });
    }
  });
});
