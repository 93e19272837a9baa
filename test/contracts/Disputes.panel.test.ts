import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";

import { ROLE } from "../../sdk/src/role.js";
import { VERDICT } from "../../sdk/src/verdict.js";
import { ethers, loadFixture, mine, time } from "../helpers/chain.js";
import { STAKE } from "../helpers/deploy-ledger.js";
import { deployDisputed, drawPanel, passPhases, phaseEnd } from "../helpers/disputes.js";
import { hashOf } from "../helpers/hashes.js";
import { open } from "../helpers/units.js";

const SALT = hashOf("salt");

/** All five volunteered; the second phase has begun. */
async function deployJoined() {
  const world = await deployDisputed();
  const { disputes, panelists, bound, id } = world;
  for (const each of panelists) await disputes.connect(each).join(id, bound);
  await passPhases(disputes, id, 1);
  return world;
}

/** Three are seated. */
async function deployDrawn() {
  const world = await deployJoined();
  const { disputes, id, panelists } = world;
  const seated = await drawPanel(disputes, id);
  const panel = seated.map((address) => panelists.find((each) => each.address === address)!);
  const left = panelists.filter(({ address }) => !seated.includes(address));
  const commit = async (voter: HardhatEthersSigner, verdict: bigint, by = voter) =>
    disputes.connect(by).commitVote(id, await disputes.voteHash(id, voter, verdict, SALT));
  const reveal = (voter: HardhatEthersSigner, verdict: bigint) => disputes.connect(voter).revealVote(id, verdict, SALT);
  return { ...world, panel, left, commit, reveal };
}

describe("Disputes", () => {
  describe("join", () => {
    it("refuses whoever has no attestor's stake (voter without stake)", async () => {
      const { disputes, staking, deployer, mallory, bound, id } = await loadFixture(deployDisputed);
      await staking.connect(deployer).stake(ROLE.attestor, mallory, open(10_000) - 1n);
      await expect(disputes.connect(mallory).join(id, bound))
        .to.be.revertedWithCustomError(disputes, "DisputeNotActive")
        .withArgs(mallory.address);
    });

    it("refuses who signed the batch (voter who signed)", async () => {
      const { disputes, attestor1, attestor2, bound, id } = await loadFixture(deployDisputed);
      for (const signer of [attestor1, attestor2]) {
        await expect(disputes.connect(signer).join(id, bound))
          .to.be.revertedWithCustomError(disputes, "DisputeParty")
          .withArgs(id, signer.address);
      }
    });

    it("refuses another list of signers, so that none can leave itself out", async () => {
      const { disputes, attestor1, attestor2, id } = await loadFixture(deployDisputed);
      for (const bound of [[], [attestor2.address], [attestor2.address, attestor1.address].sort().reverse()]) {
        await expect(disputes.connect(attestor1).join(id, bound)).to.be.revertedWithCustomError(
          disputes,
          "DisputeWrongBound",
        );
      }
    });

    it("refuses challenger and defender, staked or not (judge in one's own cause)", async () => {
      const { disputes, staking, deployer, alice, bob, bound, id, answer } = await loadFixture(deployDisputed);
      await answer();
      for (const party of [alice, bob]) {
        await staking.connect(deployer).stake(ROLE.attestor, party, STAKE);
        await expect(disputes.connect(party).join(id, bound)).to.be.revertedWithCustomError(disputes, "DisputeParty");
      }
    });

    it("refuses who joined before", async () => {
      const { disputes, panelists, bound, id } = await loadFixture(deployDisputed);
      const [first] = panelists;
      await expect(disputes.connect(first!).join(id, bound))
        .to.emit(disputes, "PanelJoined")
        .withArgs(id, first!.address, 1n);
      await expect(disputes.connect(first!).join(id, bound)).to.be.revertedWithCustomError(
        disputes,
        "DisputeAlreadyJoined",
      );
      expect(await disputes.volunteersOf(id)).to.equal(1n);
    });

    it("takes the last second of its phase, and refuses one second after", async () => {
      const { disputes, panelists, bound, id } = await loadFixture(deployDisputed);
      const end = await phaseEnd(disputes, id, 1);
      await time.setNextBlockTimestamp(end - 1n);
      await disputes.connect(panelists[0]!).join(id, bound);
      await time.setNextBlockTimestamp(end);
      await expect(disputes.connect(panelists[1]!).join(id, bound))
        .to.be.revertedWithCustomError(disputes, "DisputeTooLate")
        .withArgs(id, end);
    });

    it("refuses an unknown dispute", async () => {
      const { disputes, panelists, bound } = await loadFixture(deployDisputed);
      await expect(disputes.connect(panelists[0]!).join(2n, bound)).to.be.revertedWithCustomError(
        disputes,
        "DisputeUnknown",
      );
    });
  });

  describe("draw", () => {
    it("refuses before joining is over, and after the commitments", async () => {
      const { disputes, panelists, bound, id } = await loadFixture(deployDisputed);
      await disputes.connect(panelists[0]!).join(id, bound);
      const [from, end] = [await phaseEnd(disputes, id, 1), await phaseEnd(disputes, id, 2)];
      await time.setNextBlockTimestamp(from - 1n);
      await expect(disputes.draw(id)).to.be.revertedWithCustomError(disputes, "DisputeTooEarly").withArgs(id, from);
      await time.setNextBlockTimestamp(from);
      await expect(disputes.draw(id)).to.emit(disputes, "PanelArmed");
      await time.setNextBlockTimestamp(end);
      await expect(disputes.draw(id)).to.be.revertedWithCustomError(disputes, "DisputeTooLate").withArgs(id, end);
    });

    it("refuses when nobody volunteered", async () => {
      const { disputes, id } = await loadFixture(deployDisputed);
      await passPhases(disputes, id, 1);
      await expect(disputes.draw(id)).to.be.revertedWithCustomError(disputes, "DisputeNoVolunteers").withArgs(id);
    });

    it("seats as many as the panel has seats, each once, by the hash of a block that nobody knew before", async () => {
      const { disputes, panelists, id } = await loadFixture(deployJoined);
      await disputes.draw(id);
      const { seedBlock } = await disputes.disputeOf(id);
      expect(seedBlock).to.equal(BigInt(await time.latestBlock()) + 8n);
      await mine(7);
      await expect(disputes.draw(id))
        .to.be.revertedWithCustomError(disputes, "DisputeSeedNotReady")
        .withArgs(id, seedBlock);
      await mine();
      await expect(disputes.draw(id)).to.emit(disputes, "PanelDrawn");
      const panel = await disputes.panelOf(id);
      expect(new Set(panel).size).to.equal(3);
      for (const each of panelists) {
        expect((await disputes.seatOf(id, each)).seated).to.equal(panel.includes(each.address));
      }
      await expect(disputes.draw(id)).to.be.revertedWithCustomError(disputes, "DisputePanelDrawn").withArgs(id);
    });

    it("seats everybody where there are fewer volunteers than seats", async () => {
      const { disputes, panelists, bound, id } = await loadFixture(deployDisputed);
      for (const each of panelists.slice(0, 2)) await disputes.connect(each).join(id, bound);
      await passPhases(disputes, id, 1);
      const panel = await drawPanel(disputes, id);
      expect([...panel].sort()).to.deep.equal([panelists[0]!.address, panelists[1]!.address].sort());
    });

    it("draws different panels from different blocks", async () => {
      const panels = new Set<string>();
      for (let blocks = 0; blocks < 8; blocks++) {
        const { disputes, id } = await loadFixture(deployJoined);
        await mine(blocks);
        panels.add([...(await drawPanel(disputes, id))].sort().join());
      }
      expect(panels.size).to.be.greaterThan(1);
    });

    it("takes a later block once the chain has forgotten the first (nobody called in time)", async () => {
      const { disputes, id } = await loadFixture(deployJoined);
      await disputes.draw(id);
      const { seedBlock } = await disputes.disputeOf(id);
      await mine(8_300, { interval: 1 });
      await expect(disputes.draw(id)).to.emit(disputes, "PanelArmed");
      expect((await disputes.disputeOf(id)).seedBlock).to.be.greaterThan(seedBlock);
    });
  });

  describe("commitVote", () => {
    it("refuses whoever is not seated, and who was not drawn", async () => {
      const { disputes, left, mallory, commit, id } = await loadFixture(deployDrawn);
      for (const outsider of [left[0]!, mallory]) {
        await expect(commit(outsider, VERDICT.upheld))
          .to.be.revertedWithCustomError(disputes, "DisputeNotSeated")
          .withArgs(id, outsider.address);
      }
    });

    it("refuses a second vote (double vote)", async () => {
      const { disputes, panel, commit } = await loadFixture(deployDrawn);
      await commit(panel[0]!, VERDICT.upheld);
      await expect(commit(panel[0]!, VERDICT.refuted)).to.be.revertedWithCustomError(
        disputes,
        "DisputeAlreadyCommitted",
      );
    });

    it("refuses an empty commitment", async () => {
      const { disputes, panel, id } = await loadFixture(deployDrawn);
      await expect(disputes.connect(panel[0]!).commitVote(id, ethers.ZeroHash)).to.be.revertedWithCustomError(
        disputes,
        "DisputeEmptyCommitment",
      );
    });

    it("refuses who withdrew its stake after the draw", async () => {
      const { disputes, staking, deployer, panel, commit } = await loadFixture(deployDrawn);
      await staking.connect(deployer).unbond(ROLE.attestor, panel[0]!, STAKE);
      await expect(commit(panel[0]!, VERDICT.upheld)).to.be.revertedWithCustomError(disputes, "DisputeNotActive");
    });

    it("takes the last second of its phase, and refuses one second after", async () => {
      const { disputes, panel, commit, id } = await loadFixture(deployDrawn);
      const end = await phaseEnd(disputes, id, 2);
      await time.setNextBlockTimestamp(end - 1n);
      await expect(commit(panel[0]!, VERDICT.upheld)).to.emit(disputes, "VoteCommitted");
      await time.setNextBlockTimestamp(end);
      await expect(commit(panel[1]!, VERDICT.upheld)).to.be.revertedWithCustomError(disputes, "DisputeTooLate");
    });
  });

  describe("revealVote", () => {
    it("counts what was committed", async () => {
      const { disputes, panel, commit, reveal, id } = await loadFixture(deployDrawn);
      for (const each of panel) await commit(each, VERDICT.refuted);
      await passPhases(disputes, id, 2);
      await expect(reveal(panel[0]!, VERDICT.refuted))
        .to.emit(disputes, "VoteRevealed")
        .withArgs(id, panel[0]!.address, VERDICT.refuted, 0n, 1n);
      expect((await disputes.disputeOf(id)).refutedVotes).to.equal(1n);
      expect((await disputes.seatOf(id, panel[0]!)).vote).to.equal(VERDICT.refuted);
    });

    it("refuses without a commitment", async () => {
      const { disputes, panel, reveal, id } = await loadFixture(deployDrawn);
      await passPhases(disputes, id, 2);
      await expect(reveal(panel[0]!, VERDICT.upheld)).to.be.revertedWithCustomError(disputes, "DisputeWrongCommitment");
    });

    it("refuses another verdict and another salt than committed", async () => {
      const { disputes, panel, commit, reveal, id } = await loadFixture(deployDrawn);
      await commit(panel[0]!, VERDICT.upheld);
      await passPhases(disputes, id, 2);
      await expect(reveal(panel[0]!, VERDICT.refuted)).to.be.revertedWithCustomError(
        disputes,
        "DisputeWrongCommitment",
      );
      await expect(
        disputes.connect(panel[0]!).revealVote(id, VERDICT.upheld, hashOf("other salt")),
      ).to.be.revertedWithCustomError(disputes, "DisputeWrongCommitment");
    });

    it("opens a copied commitment to nothing (copying other reviewers' votes)", async () => {
      const { disputes, panel, commit, reveal, id } = await loadFixture(deployDrawn);
      const [voter, copyist] = panel;
      await commit(voter!, VERDICT.upheld);
      await commit(voter!, VERDICT.upheld, copyist);
      await passPhases(disputes, id, 2);
      await reveal(voter!, VERDICT.upheld);
      await expect(reveal(copyist!, VERDICT.upheld)).to.be.revertedWithCustomError(disputes, "DisputeWrongCommitment");
    });

    it("refuses a commitment made for another dispute (replay)", async () => {
      const { disputes, panel, reveal, id } = await loadFixture(deployDrawn);
      const other = await disputes.voteHash(2n, panel[0]!, VERDICT.upheld, SALT);
      await disputes.connect(panel[0]!).commitVote(id, other);
      await passPhases(disputes, id, 2);
      await expect(reveal(panel[0]!, VERDICT.upheld)).to.be.revertedWithCustomError(disputes, "DisputeWrongCommitment");
    });

    it("refuses a second reveal, and a vote for no verdict", async () => {
      const { disputes, panel, commit, reveal, id } = await loadFixture(deployDrawn);
      await commit(panel[0]!, VERDICT.upheld);
      await commit(panel[1]!, VERDICT.undecided);
      await passPhases(disputes, id, 2);
      await reveal(panel[0]!, VERDICT.upheld);
      await expect(reveal(panel[0]!, VERDICT.upheld)).to.be.revertedWithCustomError(disputes, "DisputeAlreadyRevealed");
      await expect(reveal(panel[1]!, VERDICT.undecided)).to.be.revertedWithCustomError(disputes, "DisputeNoVerdict");
    });

    it("refuses whoever is not seated", async () => {
      const { disputes, left, reveal, id } = await loadFixture(deployDrawn);
      await passPhases(disputes, id, 2);
      await expect(reveal(left[0]!, VERDICT.upheld)).to.be.revertedWithCustomError(disputes, "DisputeNotSeated");
    });

    it("takes its phase's first and last second, neither the one before nor the one after", async () => {
      const { disputes, panel, commit, reveal, id } = await loadFixture(deployDrawn);
      for (const each of panel) await commit(each, VERDICT.upheld);
      const [from, end] = [await phaseEnd(disputes, id, 2), await phaseEnd(disputes, id, 3)];
      await time.setNextBlockTimestamp(from - 1n);
      await expect(reveal(panel[0]!, VERDICT.upheld)).to.be.revertedWithCustomError(disputes, "DisputeTooEarly");
      await time.setNextBlockTimestamp(from);
      await reveal(panel[0]!, VERDICT.upheld);
      await time.setNextBlockTimestamp(end - 1n);
      await reveal(panel[1]!, VERDICT.upheld);
      await time.setNextBlockTimestamp(end);
      await expect(reveal(panel[2]!, VERDICT.upheld)).to.be.revertedWithCustomError(disputes, "DisputeTooLate");
    });
  });
});
