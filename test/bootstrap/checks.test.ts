import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { countTests, type TestCounts } from "../../scripts/checks/count-tests.js";
import { uncoveredLines } from "../../scripts/checks/lcov.js";
import { runStep } from "../../scripts/checks/step.js";

describe("countTests", () => {
  const cases: Readonly<Record<string, readonly [output: readonly string[], counts: TestCounts]>> = {
    "takes mocha's count, without what is pending": [
      ["  517 passing (36s)", "  6 pending"],
      { passed: 517, failed: 0 },
    ],
    "takes mocha's failures": [["  3 passing (2m)", "  1 pending", "  2 failing"], { passed: 3, failed: 2 }],
    "finds no test in an empty run": [["  0 passing (2ms)"], { passed: 0, failed: 0 }],
    "finds no test in other words": [["Error: no module", "I have 3 passing thoughts"], { passed: 0, failed: 0 }],
    "sees through colours": [["\u001b[32m  5 passing\u001b[0m\u001b[90m (2s)\u001b[0m"], { passed: 5, failed: 0 }],
    "takes Hardhat's sum, not each part and the sum": [
      ["  34 passing", "  523 passing (36s)", "557 passing (34 solidity, 523 mocha)"],
      { passed: 557, failed: 0 },
    ],
    "leaves mocha's pending tests out of Hardhat's sum": [
      ["  34 passing", "  517 passing (36s)", "  6 pending", "557 passing (34 solidity, 523 mocha)"],
      { passed: 551, failed: 0 },
    ],
    "takes Hardhat's failures once": [
      [
        ...["  33 passing", "  1 failing", "  500 passing (36s)", "  2 failing", "  1) a test fails:"],
        ...["533 passing (33 solidity, 500 mocha)", "3 failing (1 solidity, 2 mocha)"],
      ],
      { passed: 533, failed: 3 },
    ],
    "takes Hardhat's failures where nothing passed": [
      ["  0 passing (1s)", "  2 failing", "2 failing (2 mocha)"],
      { passed: 0, failed: 2 },
    ],
    "takes a sum without mocha as it is": [["  34 passing", "34 passing (34 solidity)"], { passed: 34, failed: 0 }],
    "passes over what tests themselves printed": [
      ["  9 passing (1s)", "  4 failing", "  2 passing (3ms)"],
      { passed: 2, failed: 0 },
    ],
  };
  for (const [name, [output, counts]] of Object.entries(cases)) {
    it(name, () => {
      expect(countTests(output.join("\n"))).to.deep.equal(counts);
      expect(countTests(output.join("\r\n"))).to.deep.equal(counts);
    });
  }
});

describe("runStep", () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "openledger-step-"));
  });
  after(() => rm(directory, { recursive: true }));

  /** What comes of a program that prints this and ends so. */
  async function resultOf(output: string, code: number, counts: boolean): Promise<TestCounts> {
    const script = path.join(directory, "program.mjs");
    await writeFile(script, `console.log(${JSON.stringify(output)});\nprocess.exitCode = ${String(code)};\n`);
    const { passed, failed } = await runStep({ name: "a program", command: ["tsx", script], counts, quiet: true });
    return { passed, failed };
  }

  it("counts a program as one check", async () => {
    expect(await resultOf("7 passing (1s)", 0, false)).to.deep.equal({ passed: 1, failed: 0 });
    expect(await resultOf("", 2, false)).to.deep.equal({ passed: 0, failed: 1 });
  });

  it("counts a runner's tests", async () => {
    expect(await resultOf("7 passing (1s)", 0, true)).to.deep.equal({ passed: 7, failed: 0 });
    expect(await resultOf("7 passing (1s)\n2 failing", 2, true)).to.deep.equal({ passed: 7, failed: 2 });
  });

  it("counts a runner that fails without a failing test as a failure", async () => {
    expect(await resultOf("7 passing (1s)", 1, true)).to.deep.equal({ passed: 7, failed: 1 });
  });

  it("counts a runner that ran nothing as a failure", async () => {
    expect(await resultOf("0 passing (1ms)", 0, true)).to.deep.equal({ passed: 0, failed: 1 });
    expect(await resultOf("", 0, true)).to.deep.equal({ passed: 0, failed: 1 });
  });

  it("counts a program that is not there as a failure", async () => {
    const { passed, failed } = await runStep({ name: "nothing", command: ["no-such-program"], quiet: true });
    expect({ passed, failed }).to.deep.equal({ passed: 0, failed: 1 });
  });
});

describe("uncoveredLines", () => {
  const section = (file: string, ...hits: readonly number[]): string =>
    [`SF:${file}`, ...hits.map((count, i) => `DA:${String(i + 1)},${String(count)}`), "end_of_record", ""].join("\n");

  it("names the lines of contracts that never ran", () => {
    const lcov = section("contracts/Token.sol", 1, 0, 12, 0) + section("contracts/libraries/Pay.sol", 3);
    expect(uncoveredLines(lcov)).to.deep.equal({
      covered: 3,
      total: 5,
      uncovered: [{ file: "contracts/Token.sol", lines: [2, 4] }],
    });
  });

  it("leaves out mocks, tests and packages", () => {
    const others = ["contracts/mocks/Wallet.sol", "test/fuzz/Token.t.sol", "npm/package/Owner.sol"];
    expect(uncoveredLines(others.map((file) => section(file, 0)).join(""))).to.include({ covered: 0, total: 0 });
  });

  it("understands absolute paths and backslashes", () => {
    const lcov = section("/somewhere/contracts/A.sol", 0) + section("C:\\project\\contracts\\B.sol", 0);
    const { uncovered } = uncoveredLines(lcov);
    expect(uncovered.map(({ file }) => file)).to.deep.equal([
      "/somewhere/contracts/A.sol",
      "C:/project/contracts/B.sol",
    ]);
  });

  it("finds nothing in an empty report, which the gate takes for a failure", () => {
    expect(uncoveredLines("")).to.deep.equal({ covered: 0, total: 0, uncovered: [] });
  });
});
