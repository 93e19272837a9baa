import { expect } from "chai";

import { ethers, loadFixture } from "../helpers/chain.js";
import { vectorsOf } from "../helpers/vectors.js";

type Case = { struct: string; value: Record<string, string | number>; hash: string };
type ListCase = { entries: { cell: number; share: string }[]; listHash: string };

const { cases, lists } = vectorsOf<{ cases: Case[]; lists: ListCase[] }>("structs");
const deployHarness = () => ethers.deployContract("LeafHarness");

const METHODS = {
  Chunk: "hashChunk",
  LogEntry: "hashLogEntry",
  ContributionCells: "hashContributionCells",
  Entry: "hashEntry",
} as const;

for (const [struct, method] of Object.entries(METHODS)) {
  describe(`${struct}Lib`, () => {
    describe("hash", () => {
      for (const [i, { value, hash }] of cases.filter((each) => each.struct === struct).entries()) {
        it(`is the shared vector's, number ${String(i)}`, async () => {
          const leaves = await loadFixture(deployHarness);
          expect(await leaves.getFunction(method)(value)).to.equal(hash);
        });
      }
    });
  });
}

describe("EntryLib", () => {
  describe("listHash", () => {
    for (const [i, { entries, listHash }] of lists.entries()) {
      it(`is the shared vector's, number ${String(i)}`, async () => {
        const leaves = await loadFixture(deployHarness);
        expect(await leaves.hashEntries(entries)).to.equal(listHash);
      });
    }
  });
});
