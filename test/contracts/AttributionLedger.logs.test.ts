import { expect } from "chai";
import { MaxUint256 } from "ethers";

import { LedgerReplay } from "../../indexer/src/replay/ledger.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { ChainEvent } from "../../sdk/src/chain-event.js";
import { batchWith, earningsOf, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { deployLedger } from "../helpers/deploy-ledger.js";
import { asProver } from "../helpers/prover.js";
import { DAY, open } from "../helpers/units.js";

/** Two lone batches, one of them refuted and posted again, a pending signed one; a hold, a pause and its early end. */
async function deployLived() {
  const world = await deployLedger();
  const { ledger, token, deployer, bob, owner, mallory } = world;
  await token.connect(deployer).transfer(bob, open(50_000));
  await token.connect(bob).approve(ledger, MaxUint256);
  const judge = await asProver(world);
  for (let i = 0; i < 3; i++) await payAndClose(world);
  const alone = async (bucket: bigint, earned: number) => {
    await time.increase(7n * DAY);
    const parent = (await ledger.headOf(1n)) as Hex;
    const batch = batchWith(earningsOf(world, [open(earned)]), { bucket, parent });
    await ledger.connect(bob).postAlone(batch, "urn:batch");
    return { batch, signers: [] };
  };
  const wrong = await alone(0n, 1);
  await ledger.connect(judge).refute(wrong, "score", mallory);
  await alone(0n, 2);
  await time.increase(7n * DAY);
  await ledger.releaseBond(1n, 0n);
  await alone(1n, 3);
  const parent = (await ledger.headOf(1n)) as Hex;
  const { batch, signers } = await post(world, batchWith(earningsOf(world, [open(4)]), { bucket: 2n, parent }));
  await ledger.connect(owner).pause(1n, 1n);
  const until = BigInt(await time.latest()) + 5n * DAY;
  await ledger.connect(judge).hold({ batch, signers: [...signers] }, until);
  await ledger.connect(owner).unpause(1n);
  return world;
}

describe("the logs of the ledger", () => {
  it("alone give its batches, when each is final, the bonds it holds and its balance (L1)", async () => {
    const { ledger, token } = await loadFixture(deployLived);
    const replay = new LedgerReplay();
    const address = await ledger.getAddress();
    for (const log of await ethers.provider.getLogs({ address, fromBlock: 0 })) {
      const parsed = ledger.interface.parseLog(log);
      if (parsed === null) continue;
      const args = parsed.args.toObject(false) as Record<string, unknown>;
      const batch = (args["batch"] as { toObject?: () => unknown } | undefined)?.toObject?.();
      const event = {
        contract: "ledger",
        event: parsed.name,
        args: { ...args, ...(batch === undefined ? {} : { batch }) },
      };
      replay.apply({ ...event, blockNumber: log.blockNumber } as unknown as ChainEvent);
    }

    const standing = replay.standing(1n);
    expect(standing.length).to.equal(3);
    expect(replay.posted.map(({ fate }) => fate)).to.deep.equal(["refuted", "stands", "stands", "stands"]);
    for (const posted of standing) {
      const found = await ledger.batchOf(1n, posted.batch.bucket);
      expect(found.id).to.equal(posted.id);
      expect(found.finalAt).to.equal(replay.finalAt(posted));
    }
    for (const [bucket, bond] of [0n, open(10_000), 0n].entries()) {
      expect((await ledger.bondOf(1n, bucket)).amount).to.equal(bond);
      expect(replay.bonds.get(`1/${String(bucket)}`)).to.equal(bond);
    }
    const held = replay.received.total() - replay.claimed.total() + replay.bonds.total();
    expect(await token.balanceOf(ledger)).to.equal(held);
  });
});
