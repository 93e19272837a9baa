import { ZeroAddress } from "ethers";
import { expect } from "chai";

import { type DisputePhase, type DisputeState, nextStep, phaseOf } from "../../indexer/src/dispute/next-step.js";

const SOMEBODY = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

/** Opened at 1,000; phases of 101 seconds, so that half of one is rounded down. */
const OPENED: DisputeState = {
  openedAt: 1_000n,
  phaseSeconds: 101n,
  panel: 0n,
  volunteers: 0n,
  appellant: ZeroAddress,
  ruling: 0n,
  settled: false,
};

describe("phaseOf", () => {
  const cases: readonly (readonly [from: bigint, phase: DisputePhase, appealed: DisputePhase])[] = [
    [1_000n, "answer", "answer"],
    [1_101n, "commit", "commit"],
    [1_202n, "reveal", "reveal"],
    [1_303n, "appeal", "appeal"],
    [1_353n, "settle", "ruling"],
    [1_454n, "settle", "settle"],
  ];
  for (const [i, [from, phase, appealed]] of cases.entries()) {
    it(`is ${phase} from second ${String(from)} to the one before the next, ${appealed} where somebody appealed`, () => {
      const last = (cases[i + 1]?.[0] ?? from + 1_000n) - 1n;
      for (const now of [from, last]) {
        expect(phaseOf(OPENED, now)).to.equal(phase);
        expect(phaseOf({ ...OPENED, appellant: SOMEBODY }, now)).to.equal(appealed);
      }
    });
  }

  it("is settle as soon as governance has ruled, and settled for good", () => {
    const ruled = { ...OPENED, appellant: SOMEBODY, ruling: 1n };
    expect(phaseOf(ruled, 1_303n)).to.equal("settle");
    expect(phaseOf({ ...ruled, settled: true }, 1_303n)).to.equal("settled");
  });
});

describe("nextStep", () => {
  it("is to draw, while votes can be committed, where somebody volunteered and nobody is seated", () => {
    const volunteers = { ...OPENED, volunteers: 1n };
    expect(nextStep(volunteers, 1_100n)).to.equal(undefined);
    expect(nextStep(volunteers, 1_101n)).to.equal("draw");
    expect(nextStep(volunteers, 1_202n)).to.equal(undefined);
    expect(nextStep(OPENED, 1_101n)).to.equal(undefined);
    expect(nextStep({ ...volunteers, panel: 1n }, 1_101n)).to.equal(undefined);
  });

  it("is to settle once that is possible, and nothing after", () => {
    expect(nextStep(OPENED, 1_352n)).to.equal(undefined);
    expect(nextStep(OPENED, 1_353n)).to.equal("settle");
    expect(nextStep({ ...OPENED, appellant: SOMEBODY }, 1_353n)).to.equal(undefined);
    expect(nextStep({ ...OPENED, settled: true }, 1_353n)).to.equal(undefined);
  });
});
