import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { computeGolden, GOLDEN_PATH } from "./golden.js";

describe("engine", () => {
  it("computes the published bytes on this machine", async () => {
    const golden: unknown = JSON.parse(await readFile(GOLDEN_PATH, "utf8"));
    expect(await computeGolden()).to.deep.equal(golden);
  }).timeout(60_000);
});
