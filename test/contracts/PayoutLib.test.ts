import { expect } from "chai";

import { ethers, loadFixture } from "../helpers/chain.js";
import { vectorsOf } from "../helpers/vectors.js";

type Case = { part: string; entries: { cell: number; share: string }[]; amounts: string[] };

const { cases } = vectorsOf<{ cases: Case[] }>("credits");

const deployHarness = () => ethers.deployContract("PayoutLibHarness");

describe("PayoutLib", () => {
  describe("credit", () => {
    for (const [i, { part, entries, amounts }] of cases.entries()) {
      it(`is the shared vector's, number ${String(i)}`, async () => {
        const payout = await loadFixture(deployHarness);
        for (const [j, amount] of amounts.entries()) {
          expect(await payout.credit(part, entries, j)).to.equal(BigInt(amount));
        }
      });
    }
  });
});
