import { expect } from "chai";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { ROLE } from "../../sdk/src/role.js";
import { VERDICT } from "../../sdk/src/verdict.js";
import { batchWith, BATCH_TYPES, earningsOf, ledgerDomain, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture, mine, networkHelpers } from "../helpers/chain.js";
import { datasetOf } from "../helpers/chunks.js";
import { finalBatch } from "../helpers/claims.js";
import { contributionOf, createDatanet, SALT } from "../helpers/contribute.js";
import { deployLedger, STAKE } from "../helpers/deploy-ledger.js";
import { deployDisputed } from "../helpers/disputes.js";
import { itMeasures } from "../helpers/gas.js";
import { outcome } from "../helpers/settle-dispute.js";
import { open } from "../helpers/units.js";
import { signVoucher, type Voucher } from "../helpers/voucher.js";

/** As HostileMock numbers them. */
const BEHAVIOUR = { Answer: 0, Revert: 1, EatGas: 2, RevertBomb: 3 } as const;
/** ERC-1271's answer for a good signature: `isValidSignature`'s selector, in the first of 32 bytes. */
const GOOD = ethers.zeroPadBytes("0x1626ba7e", 32);
const TRUE = ethers.zeroPadValue("0x01", 32);
const BOMB_BYTES = 1_000_000;
/** What a hostile callee can eat; a 64th of it is left for the caller. */
const GAS_LIMIT = 15_000_000n;

const REFUSALS = [
  ["reverts", BEHAVIOUR.Revert],
  ["eats 63/64 of the gas", BEHAVIOUR.EatGas],
  ["reverts with a bomb", BEHAVIOUR.RevertBomb],
] as const;

/** The economy, with a contract that answers as it is told to, whatever it is asked. */
async function deployHostile() {
  const world = await deployLedger();
  const hostile = await ethers.deployContract("HostileMock");
  const address = (await hostile.getAddress()) as Hex;
  return { ...world, world, hostile, address };
}

/** Gas of the callee itself when it is asked directly. */
async function gasOf({ address, deployer }: Awaited<ReturnType<typeof deployHostile>>): Promise<bigint> {
  const asked = await deployer.sendTransaction({ to: address, data: "0x1626ba7e", gasLimit: GAS_LIMIT });
  return (await asked.wait())!.gasUsed;
}

describe("callbacks", () => {
  describe("to a payer's wallet (ERC-1271)", () => {
    /** The wallet has a reserve, and so has an honest payer; both vouchers are there. */
    async function deployWallet() {
      const given = await deployHostile();
      const { vault, payer, host, address, modelId } = given;
      const voucherOf = (from: string): Voucher => ({
        ...{ payer: from, payee: host.address, modelId },
        ...{ cumulativeFee: open(1), head: ethers.id("head") },
      });
      await vault.connect(payer).depositFor(address, host, open(10));
      await vault.connect(payer).deposit(host, open(10));
      const honest = voucherOf(payer.address);
      const signature = await signVoucher(vault, payer, honest);
      return { ...given, asHost: vault.connect(host), voucher: voucherOf(address), honest, signature };
    }

    for (const [what, behaviour] of REFUSALS) {
      it(`[callback] that ${what} is a refusal, and harms nobody else's voucher`, async () => {
        const { vault, asHost, hostile, address, voucher, honest, signature } = await loadFixture(deployWallet);
        await hostile.become(behaviour, GOOD, BOMB_BYTES);
        await expect(asHost.settle(voucher, "0x", { gasLimit: GAS_LIMIT }))
          .to.be.revertedWithCustomError(vault, "VaultBadSignature")
          .withArgs(address);
        await expect(asHost.settle(honest, signature)).to.emit(vault, "Settled");
      });
    }

    itMeasures("[callback] that returns a bomb behind a good answer is not copied by the vault", async () => {
      const given = await loadFixture(deployWallet);
      const { asHost, hostile, voucher } = given;
      await hostile.become(BEHAVIOUR.Answer, GOOD, BOMB_BYTES);
      const bomb = await gasOf(given);
      const { gasUsed } = (await (await asHost.settle(voucher, "0x", { gasLimit: GAS_LIMIT })).wait())!;
      expect(bomb).to.be.greaterThan(2_000_000n);
      expect(gasUsed).to.be.lessThan(bomb + 200_000n);
    });

    it("[callback] that answers in fewer than 32 bytes is a refusal", async () => {
      const { vault, asHost, hostile, voucher } = await loadFixture(deployWallet);
      await hostile.become(BEHAVIOUR.Answer, GOOD, 31);
      await expect(asHost.settle(voucher, "0x")).to.be.revertedWithCustomError(vault, "VaultBadSignature");
    });
  });

  describe("to an attestor's wallet (ERC-1271)", () => {
    for (const [what, behaviour] of REFUSALS) {
      it(`[callback] that ${what} keeps its own signature from counting, and no batch of others from being posted`, async () => {
        const { world, ledger, staking, deployer, attestor1, attestor2, hostile, address } =
          await loadFixture(deployHostile);
        await staking.connect(deployer).stake(ROLE.attestor, address, STAKE);
        await payAndClose(world);
        const batch = batchWith(earningsOf(world, [open(50)]));
        await hostile.become(behaviour, GOOD, BOMB_BYTES);

        const signature = await attestor1.signTypedData(await ledgerDomain(world), BATCH_TYPES, batch);
        const signed = [
          { address, signature: "0x" },
          { address: attestor1.address, signature },
        ].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
        const signers = signed.map((each) => each.address);
        const signatures = signed.map((each) => each.signature);
        await expect(ledger.post(batch, signers, signatures, "", { gasLimit: GAS_LIMIT }))
          .to.be.revertedWithCustomError(ledger, "LedgerBadSignature")
          .withArgs(address);
        await post(world, batch, [attestor1, attestor2]);
      });
    }
  });

  describe("to a review policy", () => {
    /** A Datanet of the hostile policy, and what alice is about to reveal there. */
    async function deployPolicy() {
      const given = await deployHostile();
      const { world, hostile, address, contributions, alice } = given;
      await hostile.become(BEHAVIOUR.Answer, TRUE, 32);
      const datanetId = await createDatanet(world, { policy: address });
      const registry = contributions.connect(alice);
      const commit = async (id: bigint) => {
        const contribution = contributionOf(id, datasetOf("new"));
        await registry.commit(await registry.commitmentOf(alice, contribution, SALT));
        await mine();
        return contribution;
      };
      return { ...given, registry, hostileDatanetId: datanetId, commit };
    }

    for (const [what, behaviour] of REFUSALS) {
      it(`[callback] that ${what} harms its own Datanet only`, async () => {
        const { registry, hostile, datanetId, hostileDatanetId, commit } = await loadFixture(deployPolicy);
        await hostile.become(behaviour, TRUE, BOMB_BYTES);
        const refused = await commit(hostileDatanetId);
        await expect(registry.reveal(refused, SALT, { gasLimit: GAS_LIMIT })).to.revert(ethers);
        await expect(registry.reveal(await commit(datanetId), SALT)).to.emit(registry, "Contributed");
      });
    }

    itMeasures("[callback] that returns a bomb is not copied by the registry", async () => {
      const given = await loadFixture(deployPolicy);
      const { registry, hostile, hostileDatanetId, commit } = given;
      await hostile.become(BEHAVIOUR.Answer, TRUE, BOMB_BYTES);
      const bomb = await gasOf(given);
      const contribution = await commit(hostileDatanetId);
      const { gasUsed } = (await (await registry.reveal(contribution, SALT, { gasLimit: GAS_LIMIT })).wait())!;
      expect(gasUsed).to.be.lessThan(bomb + 200_000n);
    });
  });

  describe("to a receiver of tokens (ERC-721)", () => {
    it("[callback] is never made: who refuses every call still gets a Datanet, a contribution and its pay", async () => {
      const { world, token, ledger, hostile, address, datanets, contributions, alice, contributionIds } =
        await loadFixture(deployHostile);
      await hostile.become(BEHAVIOUR.Revert, TRUE, 32);
      const asHostile = await ethers.getImpersonatedSigner(address);
      await networkHelpers.setBalance(address, 10n ** 18n);

      const datanetId = await createDatanet({ ...world, curator: asHostile });
      expect(await datanets.ownerOf(datanetId)).to.equal(address);
      const contribution = contributionOf(datanetId, datasetOf("new"));
      const registry = contributions.connect(asHostile);
      await registry.commit(await registry.commitmentOf(address, contribution, SALT));
      await mine();
      await expect(registry.reveal(contribution, SALT)).to.changeTokenBalance(ethers, contributions, address, 1n);

      await contributions.connect(alice).transferFrom(alice, address, contributionIds[0]!);
      const { item } = await finalBatch(world, [open(20)]);
      await expect(ledger.claim(item(0))).to.changeTokenBalance(ethers, token, address, open(20));
    });
  });

  describe("of the ledger to the contribution registry", () => {
    itMeasures(
      "[callback] left 1/64 of the gas skips no claim for want of it: all is paid, or the call reverts",
      async () => {
        const world = await loadFixture(deployLedger);
        const { ledger } = world;
        const { item } = await finalBatch(world, [open(20), open(10)]);
        const items = [item(0), item(1)];
        const outcomes = new Set<string>();
        for (let gasLimit = 40_000n; gasLimit <= 260_000n; gasLimit += 1_000n) {
          const paid = ledger.claimMany.staticCall(items, { gasLimit });
          outcomes.add(await paid.then(String, () => "reverted"));
        }
        expect([...outcomes]).to.deep.equal(["reverted", String(open(30))]);
      },
    );
  });

  describe("of a dispute to the ledger", () => {
    itMeasures("[callback] left 1/64 of the gas settles no refutation without carrying it out", async () => {
      const world = await loadFixture(deployDisputed);
      const { disputes, ledger, posted, id } = world;
      await outcome(world, { votes: [VERDICT.refuted, VERDICT.refuted] });
      const isSettled = async () => (await disputes.disputeOf(id)).settled;
      let gasLimit = 60_000n;
      for (; gasLimit < 1_000_000n && !(await isSettled()); gasLimit += 4_000n) {
        await disputes.settle(id, posted, { gasLimit }).catch(() => undefined);
      }
      expect(gasLimit).to.be.within(200_000n, 900_000n);
      expect((await ledger.accountOf(1n)).nextBucket).to.equal(0n);
    });
  });
});
