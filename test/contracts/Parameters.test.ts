import { readFileSync } from "node:fs";

import { expect } from "chai";
import { parseEther } from "ethers";

import { parameterId, type ParameterName, PARAMETERS } from "../../sdk/src/parameter.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { DAY } from "../helpers/units.js";

async function deployParameters() {
  const [owner, stranger] = await ethers.getSigners();
  const parameters = await ethers.deployContract("Parameters", [owner!, owner!, owner!, [], []]);
  return { parameters, owner: owner!, stranger: stranger! };
}

/** The rows of docs/parameters.md, in base units. */
function documented() {
  const page = readFileSync(new URL("../../docs/parameters.md", import.meta.url), "utf8");
  const rows = page.split("\n").filter((line) => /^\| [A-Z]/.test(line));
  return rows.map((row) => {
    const [name, unit, initial, min, max] = row
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    const toUnits = (text: string) => (unit === "OPEN" ? parseEther(text) : BigInt(text));
    return { name, initial: toUnits(initial!), min: toUnits(min!), max: toUnits(max!) };
  });
}

describe("Parameters", () => {
  describe("constructor", () => {
    it("starts every parameter at the default of docs/parameters.md, inside its bounds", async () => {
      const { parameters } = await loadFixture(deployParameters);
      const rows = documented();
      expect(rows.map((row) => row.name)).to.deep.equal([...PARAMETERS]);

      for (const [index, row] of rows.entries()) {
        const [min, max, initial] = await parameters.bounds(index);
        expect({ name: row.name, min, max, initial }).to.deep.equal({
          name: row.name,
          min: row.min,
          max: row.max,
          initial: row.initial,
        });
        expect(await parameters.get(index)).to.equal(row.initial);
      }
    });

    it("knows no parameter beyond the table", async () => {
      const { parameters } = await loadFixture(deployParameters);
      await expect(parameters.get(PARAMETERS.length)).to.revert(ethers);
    });

    it("takes other values inside the bounds, the last of two for one parameter", async () => {
      const [owner] = await ethers.getSigners();
      const key = parameterId("BucketSeconds");
      const parameters = await ethers.deployContract("Parameters", [owner!, owner!, owner!, [key, key], [60n, 120n]]);
      expect(await parameters.get(key)).to.equal(120n);
      await expect(parameters.deploymentTransaction())
        .to.emit(parameters, "ParameterSet")
        .withArgs(key, 86_400n, 60n)
        .and.to.emit(parameters, "ParameterSet")
        .withArgs(key, 60n, 120n);
    });

    it("refuses values outside the bounds", async () => {
      const { parameters, owner } = await loadFixture(deployParameters);
      const key = parameterId("BucketSeconds");
      await expect(ethers.deployContract("Parameters", [owner, owner, owner, [key], [59n]]))
        .to.be.revertedWithCustomError(parameters, "ParametersOutOfBounds")
        .withArgs(key, 59n, 60n, 604_800n);
    });

    it("refuses keys without values", async () => {
      const { parameters, owner } = await loadFixture(deployParameters);
      await expect(ethers.deployContract("Parameters", [owner, owner, owner, [0], []]))
        .to.be.revertedWithCustomError(parameters, "ParametersLengthMismatch")
        .withArgs(1n, 0n);
    });
  });

  describe("set", () => {
    it("refuses a stranger", async () => {
      const { parameters, stranger } = await loadFixture(deployParameters);
      await expect(parameters.connect(stranger).set(0, 1n))
        .to.be.revertedWithCustomError(parameters, "OwnableUnauthorizedAccount")
        .withArgs(stranger);
    });

    it("[cuts above 100%] keeps every parameter inside its bounds, whose fee parts sum to at most 100%", async () => {
      const { parameters } = await loadFixture(deployParameters);
      for (const index of PARAMETERS.keys()) {
        const [min, max] = await parameters.bounds(index);
        await parameters.set(index, min);
        await parameters.set(index, max);
        expect(await parameters.get(index)).to.equal(max);
        for (const value of [min - 1n, max + 1n, ethers.MaxUint256]) {
          if (value < 0n) continue;
          await expect(parameters.set(index, value))
            .to.be.revertedWithCustomError(parameters, "ParametersOutOfBounds")
            .withArgs(index, value, min, max);
        }
      }
      const split = await parameters.feeSplit();
      expect(split.protocolBps + split.stakersBps + split.contributorsBps).to.be.lessThanOrEqual(10_000n);
    });

    it("[delays that overflow or undercut the challenge window] keeps unbonding beyond all that keeps a batch refutable", async () => {
      const { parameters } = await loadFixture(deployParameters);
      const [unbondingMin] = await parameters.bounds(parameterId("UnbondingSeconds"));
      const maxOf = async (name: ParameterName) => (await parameters.bounds(parameterId(name))).max;
      const window = await maxOf("ChallengeWindowSeconds");
      const dispute = 5n * (await maxOf("DisputePhaseSeconds"));
      const longestHold = dispute + (await maxOf("PauseSeconds")) + window; // _LONGEST_HOLD of the ledger
      expect(longestHold).to.equal(15n * DAY);
      expect(unbondingMin).to.equal(2n * window + longestHold);
      // Withheld data holds a batch for the answer and as long again: less than a dispute.
      expect(2n * (await maxOf("AnswerSeconds"))).to.be.lessThan(dispute);
    });

    it("logs the old and the new value and leaves the neighbours in the slot alone", async () => {
      const { parameters } = await loadFixture(deployParameters);
      const key = parameterId("BountyCap");
      await expect(parameters.set(key, parseEther("7")))
        .to.emit(parameters, "ParameterSet")
        .withArgs(key, parseEther("10000"), parseEther("7"));
      expect(await parameters.get(key)).to.equal(parseEther("7"));
      expect(await parameters.get(key - 1n)).to.equal(2_000n);
      expect(await parameters.get(key + 1n)).to.equal(2_592_000n);
    });
  });

  describe("feeSplit and challengeTerms", () => {
    it("return the parameters they are made of", async () => {
      const { parameters } = await loadFixture(deployParameters);
      expect(await parameters.feeSplit()).to.deep.equal([1_000n, 2_000n, 5_000n]);
      expect(await parameters.challengeTerms()).to.deep.equal([259_200n, 3n, 5_000n]);
    });
  });

  for (const [setter, getter, event] of [
    ["setPauser", "pauser", "PauserSet"],
    ["setUnpauser", "unpauser", "UnpauserSet"],
  ] as const) {
    describe(setter, () => {
      it("refuses a stranger", async () => {
        const { parameters, stranger } = await loadFixture(deployParameters);
        await expect(parameters.connect(stranger)[setter](stranger))
          .to.be.revertedWithCustomError(parameters, "OwnableUnauthorizedAccount")
          .withArgs(stranger);
      });

      it("logs the old and the new account, and leaves the other role alone", async () => {
        const { parameters, owner, stranger } = await loadFixture(deployParameters);
        await expect(parameters[setter](stranger)).to.emit(parameters, event).withArgs(owner, stranger);
        expect(await parameters[getter]()).to.equal(stranger);
        expect(await parameters[getter === "pauser" ? "unpauser" : "pauser"]()).to.equal(owner);
      });

      it("begins as what the deployment gives, else as the owner", async () => {
        const { owner, stranger } = await loadFixture(deployParameters);
        for (const [given, expected] of [
          [stranger.address, stranger.address],
          [ethers.ZeroAddress, owner.address],
        ] as const) {
          const parameters = await ethers.deployContract("Parameters", [owner, given, given, [], []]);
          expect(await parameters[getter]()).to.equal(expected);
        }
      });
    });
  }

  describe("transferOwnership", () => {
    it("waits for the new owner to accept", async () => {
      const { parameters, owner, stranger } = await loadFixture(deployParameters);
      await parameters.transferOwnership(stranger);
      expect(await parameters.owner()).to.equal(owner);
      await parameters.connect(stranger).acceptOwnership();
      expect(await parameters.owner()).to.equal(stranger);
    });
  });
});
