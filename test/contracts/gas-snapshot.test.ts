import { readFileSync } from "node:fs";

import { expect } from "chai";

import { measureGas } from "../../bench/gas/measure.js";
import type { GasRow } from "../../bench/gas/row.js";
import { itMeasures } from "../helpers/gas.js";

/** How much dearer an operation may become unnoticed. */
const TOLERANCE = 0.01;

describe("the gas table", () => {
  itMeasures("is no more than 1 % dearer than bench/results/gas.json, and has its rows", async () => {
    const file = readFileSync(new URL("../../bench/results/gas.json", import.meta.url), "utf8");
    const { rows } = JSON.parse(file) as { rows: GasRow[] };
    const measured = await measureGas();
    expect(measured.map(({ operation }) => operation)).to.deep.equal(rows.map(({ operation }) => operation));
    const dearer = measured.filter(({ gas }, i) => gas > rows[i]!.gas * (1 + TOLERANCE));
    expect(dearer, "npm run bench:gas writes the new table").to.deep.equal([]);
  });
});
