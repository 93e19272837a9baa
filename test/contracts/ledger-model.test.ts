import { expect } from "chai";
import fc from "fast-check";

import { type Wish, WISH_SIZE } from "../model/choose.js";
import type { Action, Kind } from "../model/rules.js";
import { loadFixture } from "../helpers/chain.js";
import { doBoth, fulfil, type Tally } from "../helpers/ledger-model/run.js";
import { deployStage } from "../helpers/ledger-model/stage.js";
import { differences } from "../helpers/ledger-model/see.js";
import { SCALE } from "../helpers/scale.js";
import { open } from "../helpers/units.js";

const SEED = SCALE === "long" ? Date.now() & 0x7fffffff : 20_260_101;
const RUNS = SCALE === "long" ? 500 : SCALE === "short" ? 3 : 80;
const WISHES = 80;

/** How often each is wished for, beside the others. */
const WEIGHTS: Readonly<Record<Kind | "wait", number>> = {
  ...{ wait: 14, pay: 14, close: 14, post: 18, settle: 8, settleMany: 5, claim: 10, claimTo: 7, claimMany: 4 },
  ...{ refuteCumulative: 12, dropSlashing: 6, hold: 4, pause: 3, unpause: 5, postAlone: 5, releaseBond: 5 },
  ...{ stake: 4, unbond: 4, withdrawStake: 3, addReward: 3, claimReward: 3, deposit: 5, requestWithdrawal: 4 },
  ...{ withdrawReserve: 5, climb: 3, collect: 2, refund: 9, setParameter: 8, retire: 1, fall: 1 },
  ...{ releaseModelBond: 4, transferModel: 1, transferContribution: 1 },
};

/** Unbiased and not shrunk: small numbers are no edge here, where each only chooses. What fails shrinks to fewer wishes. */
const number = fc.noShrink(fc.noBias(fc.nat(0xffff)));
const wish = fc.oneof(
  ...Object.entries(WEIGHTS).map(([kind, weight]) => ({
    weight,
    arbitrary: fc.record({
      kind: fc.constant(kind as Wish["kind"]),
      numbers: fc.array(number, { minLength: WISH_SIZE, maxLength: WISH_SIZE }),
    }),
  })),
);
const wishes = fc.array(fc.option(wish, { freq: 1_000 }), { minLength: WISHES, maxLength: WISHES });

const stakeOf = (operator: string): Action => ({
  kind: "stake",
  args: { by: "deployer", operator, amount: open(20_000) },
});

/** What every sequence begins with: active attestors, a quorum of two, reserves. */
const PROLOGUE: readonly Action[] = [
  ...["attestor1", "attestor2", "attestor3"].map(stakeOf),
  { kind: "setParameter", args: { name: "QuorumSigners", value: 2n } },
  { kind: "deposit", args: { by: "payer", payer: "payer", payee: "host", amount: open(1_000) } },
  { kind: "deposit", args: { by: "bob", payer: "carol", payee: "bob", amount: open(1_000) + 1n } },
];

async function deployBegun() {
  const stage = await deployStage();
  expect(await differences(stage, stage.state)).to.deep.equal([]);
  let { state } = stage;
  for (const action of PROLOGUE) state = await doBoth(stage, state, action, new Map());
  return { ...stage, state };
}

/** How many outcomes there were of some kind. */
function doneOf(tally: Tally, isMeant: (outcome: string) => boolean): number {
  return [...tally].reduce((sum, [outcome, times]) => sum + (isMeant(outcome) ? times : 0), 0);
}

describe("The whole ledger", () => {
  const title = `${String(RUNS)} sequences from ${String(WISHES)} wishes, seed ${String(SEED)}`;
  it(`${title}: does and refuses what its model does, and shows the same`, async function () {
    this.timeout(SCALE === "long" ? 7_200_000 : 300_000);
    const tally: Tally = new Map();
    const property = fc.asyncProperty(wishes, async (given) => {
      const stage = await loadFixture(deployBegun);
      await fulfil(
        stage,
        given.filter((each) => each !== null),
        tally,
      );
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS });

    // Not by leaving out: sequences are long, and in enough of them everything has happened.
    expect(doneOf(tally, () => true)).to.be.greaterThan(30 * RUNS);
    if (SCALE === "short") return;
    for (const kind of Object.keys(WEIGHTS).filter((each) => each !== "wait")) {
      expect(
        doneOf(tally, (outcome) => outcome === `${kind} done`),
        kind,
      ).to.be.greaterThan(0);
    }
  });
});
