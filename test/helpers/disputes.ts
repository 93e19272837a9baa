import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { rowEvidence } from "../../engine/src/core/audit/evidence.js";
import { rowResult } from "../../engine/src/core/dispute/results.js";
import { claimOf, type Trajectory, trajectoryOf } from "../../engine/src/core/dispute/trajectory.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { parameterId } from "../../sdk/src/parameter.js";
import { ROLE } from "../../sdk/src/role.js";
import type { Disputes } from "../../typechain-types/attribution/Disputes.js";
import { deployAnswered, postContent } from "./answered-bucket.js";
import { ethers, mine, time } from "./chain.js";
import { STAKE } from "./deploy-ledger.js";
import { hashOf } from "./hashes.js";
import { mutable } from "./mutable.js";
import { open } from "./units.js";

/** The default DisputeBond. */
export const BOND = open(1_000);

/** A batch of nothing, for a settlement that refutes no row. */
export const NO_BATCH = {
  batch: {
    modelId: 0n,
    bucket: 0n,
    parent: hashOf(""),
    rowRoot: hashOf(""),
    rowCount: 0n,
    earningsRoot: hashOf(""),
    dataHash: hashOf(""),
  },
  signers: [],
};

/** A re-run of four steps that gives `result`; it leaves the common path after `agreed` of its states. */
export function rerun(result: Hex, agreed = 4, name = "wrong"): Trajectory {
  const states = [0, 1, 2, 3].map((step) => hashOf(step < agreed ? `state ${step}` : `${name} ${step}`));
  return trajectoryOf(states, result);
}

/** A second after whose start nothing more happens in the phase that ends `phases` phases after opening. */
export async function phaseEnd(disputes: Disputes, id: bigint, phases: number): Promise<bigint> {
  const { openedAt, phaseSeconds } = await disputes.disputeOf(id);
  return openedAt + (phaseSeconds * BigInt(2 * phases)) / 2n;
}

/** Goes to the start of what follows the phase that ends `phases` phases after opening. */
export async function passPhases(disputes: Disputes, id: bigint, phases: number): Promise<void> {
  await time.increaseTo(await phaseEnd(disputes, id, phases));
}

/** Draws the panel in the second phase. */
export async function drawPanel(disputes: Disputes, id: bigint): Promise<readonly string[]> {
  await disputes.draw(id);
  const { seedBlock } = await disputes.disputeOf(id);
  await mine(seedBlock + 1n - BigInt(await time.latestBlock()));
  await disputes.draw(id);
  return disputes.panelOf(id);
}

/**
 * A posted batch, signed by two attestors; five more attestors who can sit in a panel of three; money for everybody who disputes. Row 0 is
 * disputed by alice: dispute 1, which nobody has answered.
 */
export async function deployDisputed() {
  const world = await deployAnswered();
  const { token, staking, disputes, parameters, deployer, alice, bob, carol } = world;
  const panelists = (await ethers.getSigners()).slice(14, 19);
  for (const each of panelists) await staking.connect(deployer).stake(ROLE.attestor, each, STAKE);
  for (const each of [alice, bob, carol]) {
    await token.connect(deployer).transfer(each, open(10_000));
    await token.connect(each).approve(disputes, ethers.MaxUint256);
  }

  const { content } = world.asked;
  const { evidence: posted, ...postedBatch } = await postContent(world, content);
  const rowOf = (index: number) => mutable(rowEvidence(content, index));
  const committed = rowResult(content.rows[0]!);
  const claimed = rerun(hashOf("other"), 2);
  const answered = rerun(committed);
  const claim = mutable(claimOf(claimed));
  const id = 1n;
  const { finalAt } = postedBatch;
  const openAs = (who: HardhatEthersSigner, index = 0) =>
    disputes.connect(who).openRow(mutable(posted), rowOf(index), claim);
  await openAs(alice);
  return {
    ...world,
    ...{ panelists, posted: mutable(posted), finalAt, rowOf, openAs, committed, claimed, answered, claim, id },
    phase: await parameters.get(parameterId("DisputePhaseSeconds")),
    bound: [...posted.signers] as string[],
    answer: () => disputes.connect(bob).answer(id, mutable(claimOf(answered))),
  };
}

export type Disputed = Awaited<ReturnType<typeof deployDisputed>>;

/**
 * Takes the dispute to the end of its reveals: panelists join, a panel is drawn, and its first members vote as given.
 * @returns the panel, in its order.
 */
export async function judged(
  { disputes, panelists, bound, id }: Pick<Disputed, "disputes" | "panelists" | "bound" | "id">,
  votes: readonly bigint[],
): Promise<readonly HardhatEthersSigner[]> {
  for (const each of panelists) await disputes.connect(each).join(id, bound);
  await passPhases(disputes, id, 1);
  const seated = await drawPanel(disputes, id);
  const panel = seated.map((address) => panelists.find((each) => each.address === address)!);
  for (const [i, vote] of votes.entries()) {
    await disputes.connect(panel[i]!).commitVote(id, await disputes.voteHash(id, panel[i]!, vote, hashOf("salt")));
  }
  await passPhases(disputes, id, 2);
  for (const [i, vote] of votes.entries()) await disputes.connect(panel[i]!).revealVote(id, vote, hashOf("salt"));
  await passPhases(disputes, id, 3);
  return panel;
}
