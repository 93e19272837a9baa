import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect } from "chai";

import { buildVectors } from "../vectors/build.js";

const DIRECTORY = path.join(import.meta.dirname, "../vectors");

describe("shared vectors", () => {
  const built = buildVectors();

  it("are exactly the files that the generator writes", () => {
    const committed = readdirSync(DIRECTORY).filter((name) => name.endsWith(".json"));
    expect(committed.sort()).to.deep.equal([...built.keys()].sort());
  });

  for (const [name, text] of built) {
    it(`${name} is reproduced byte for byte`, () => {
      expect(readFileSync(path.join(DIRECTORY, name), "utf8") === text).to.equal(true);
    });
  }
});
