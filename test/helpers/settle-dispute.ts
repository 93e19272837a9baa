import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";

import { VERDICT } from "../../sdk/src/verdict.js";
import { ethers } from "./chain.js";
import { type Disputed, judged, passPhases } from "./disputes.js";

/** Takes the dispute through its panel, and its appeal where there is one, up to its settlement. */
export async function outcome(
  world: Disputed,
  {
    answered = true,
    votes = [],
    appellant,
    ruling,
  }: {
    readonly answered?: boolean;
    readonly votes?: readonly bigint[];
    readonly appellant?: HardhatEthersSigner;
    readonly ruling?: bigint;
  },
): Promise<readonly HardhatEthersSigner[]> {
  const { disputes, id, owner } = world;
  if (answered) await world.answer();
  const panel = await judged(world, votes);
  if (appellant !== undefined) await disputes.connect(appellant).appeal(id);
  if (ruling !== undefined) await disputes.connect(owner).rule(id, ruling);
  else await passPhases(disputes, id, appellant === undefined ? 3.5 : 4.5);
  return panel;
}

/** Settles, and holds what everybody is owed to `owed`; the rest of the bonds is burnt, and nothing is left. */
export async function settles(
  world: Disputed,
  verdict: bigint,
  owed: readonly (readonly [HardhatEthersSigner, bigint])[],
): Promise<void> {
  const { disputes, token, id, posted } = world;
  const held = await disputes.bondsOf(id);
  const burnt = held - owed.reduce((sum, [, amount]) => sum + amount, 0n);
  expect(await disputes.outcomeOf(id)).to.equal(verdict);
  expect(await disputes.settle.staticCall(id, posted)).to.equal(verdict);
  const sent = disputes.settle(id, posted);
  await expect(sent).to.changeTokenBalances(ethers, token, [disputes], [-burnt]);
  await expect(sent).to.emit(disputes, "DisputeSettled").withArgs(id, verdict, burnt);

  expect(await disputes.bondsOf(id)).to.equal(0n);
  for (const [account, amount] of owed) {
    expect(await disputes.owedTo(account)).to.equal(amount);
    if (amount === 0n) continue;
    await expect(disputes.collect(account)).to.changeTokenBalances(ethers, token, [account], [amount]);
  }
  expect(await token.balanceOf(disputes)).to.equal(0n);
}

/** Every seated voter who voted with the verdict, and what it is paid. */
export async function paidVoters(
  { disputes, panelists, id }: Disputed,
  amount: bigint,
): Promise<(readonly [HardhatEthersSigner, bigint])[]> {
  const paid: (readonly [HardhatEthersSigner, bigint])[] = [];
  for (const each of panelists) {
    if ((await disputes.seatOf(id, each)).vote !== VERDICT.undecided) paid.push([each, amount]);
  }
  return paid;
}
