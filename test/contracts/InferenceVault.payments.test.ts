import { expect } from "chai";

import { parameterId } from "../../sdk/src/parameter.js";
import { ethers, loadFixture, networkHelpers, time } from "../helpers/chain.js";
import { deployMoney, MODEL } from "../helpers/deploy-money.js";
import { nextHead } from "../helpers/heads.js";
import { otherEncodings } from "../helpers/signatures.js";
import { DAY, open } from "../helpers/units.js";
import { signVoucher, VOUCHER_TYPES, voucherDomain, type Voucher } from "../helpers/voucher.js";

const HEAD = ethers.id("head");
const OTHER_MODEL = 2n;

async function deployDeposited() {
  const money = await deployMoney();
  const { vault, models, modelOwner, payer, payee } = money;
  await vault.connect(payer).deposit(payee, open(100));
  await models.set(OTHER_MODEL, false, modelOwner);
  const voucher: Voucher = {
    payer: payer.address,
    payee: payee.address,
    modelId: MODEL,
    cumulativeFee: open(10) + 1n,
    head: HEAD,
  };
  const signature = await signVoucher(vault, payer, voucher);
  return { ...money, voucher, signature, asPayee: vault.connect(payee), domain: await voucherDomain(vault) };
}

describe("InferenceVault", () => {
  describe("settle", () => {
    it("refuses anybody but the payee", async () => {
      const { vault, payer, payee, voucher, signature } = await loadFixture(deployDeposited);
      await expect(vault.connect(payer).settle(voucher, signature))
        .to.be.revertedWithCustomError(vault, "VaultNotPayee")
        .withArgs(payer, payee);
    });

    it("refuses a model that takes no payments", async () => {
      const { vault, asPayee, payer, voucher } = await loadFixture(deployDeposited);
      const other = { ...voucher, modelId: OTHER_MODEL };
      await expect(asPayee.settle(other, await signVoucher(vault, payer, other)))
        .to.be.revertedWithCustomError(vault, "VaultModelNotPayable")
        .withArgs(OTHER_MODEL);
    });

    it("[vouchers paid in part and burnt] pays in full or leaves everything as it is", async () => {
      const { vault, asPayee, payer, payee, voucher } = await loadFixture(deployDeposited);
      const tooMuch = { ...voucher, cumulativeFee: open(100) + 1n };
      const signature = await signVoucher(vault, payer, tooMuch);
      await expect(asPayee.settle(tooMuch, signature))
        .to.be.revertedWithCustomError(vault, "VaultInsufficientReserve")
        .withArgs(payer, payee, open(100) + 1n, open(100));
      expect(await vault.channelOf(payer, payee, MODEL)).to.deep.equal([0n, ethers.ZeroHash]);
      await vault.connect(payer).deposit(payee, 1n);
      await asPayee.settle(tooMuch, signature);
    });

    it("[same digest in other encodings] takes only the 65 bytes of the payer's key", async () => {
      const { vault, asPayee, payer, voucher, signature } = await loadFixture(deployDeposited);
      for (const [name, encoding] of Object.entries(otherEncodings(signature))) {
        await expect(asPayee.settle(voucher, encoding), name)
          .to.be.revertedWithCustomError(vault, "VaultBadSignature")
          .withArgs(payer);
      }
    });

    it("[other chain id, other contract, forked chain] refuses a signature for another domain", async () => {
      const { vault, asPayee, payer, alice, voucher, domain } = await loadFixture(deployDeposited);
      const others = [{ chainId: 1n }, { verifyingContract: alice.address }, { name: "OpenLedger" }, { version: "2" }];
      for (const other of others) {
        const signature = await payer.signTypedData({ ...domain, ...other }, VOUCHER_TYPES, voucher);
        await expect(asPayee.settle(voucher, signature)).to.be.revertedWithCustomError(vault, "VaultBadSignature");
      }
    });

    it("[a struct field missing from the typehash] covers every field, as an independent encoder does", async () => {
      const { vault, asPayee, payee, alice, voucher, signature, domain } = await loadFixture(deployDeposited);
      expect(await vault.voucherDigest(voucher)).to.equal(ethers.TypedDataEncoder.hash(domain, VOUCHER_TYPES, voucher));
      await vault.connect(alice).deposit(payee, open(50));
      for (const change of [
        { payer: alice.address },
        { modelId: OTHER_MODEL },
        { cumulativeFee: voucher.cumulativeFee - 1n },
        { head: ethers.id("another head") },
      ]) {
        await expect(asPayee.settle({ ...voucher, ...change }, signature)).to.be.revertedWithCustomError(
          vault,
          "VaultBadSignature",
        );
      }
      await expect(vault.connect(alice).settle({ ...voucher, payee: alice.address }, signature)).to.revert(ethers);
    });

    it("[recovered signer address(0)] takes no signature for nobody", async () => {
      const { vault, asPayee, alice, payee, voucher } = await loadFixture(deployDeposited);
      await vault.connect(alice).depositFor(ethers.ZeroAddress, payee, open(50));
      const nobody = { ...voucher, payer: ethers.ZeroAddress };
      for (const signature of ["0x", ethers.zeroPadBytes("0x", 65)]) {
        await expect(asPayee.settle(nobody, signature)).to.be.revertedWithCustomError(vault, "VaultBadSignature");
      }
    });

    it("moves what is new from the reserve to the model's bucket and stores the settlement's hash", async () => {
      const { vault, token, asPayee, payer, payee, voucher, signature } = await loadFixture(deployDeposited);
      expect(await asPayee.settle.staticCall(voucher, signature)).to.deep.equal([0n, 0n]);

      const amount = voucher.cumulativeFee;
      const part = amount / 2n; // 50%, down
      const sent = asPayee.settle(voucher, signature);
      await expect(sent)
        .to.emit(vault, "Settled")
        .withArgs(MODEL, 0n, payer, 0n, payee, 0n, amount, part, ethers.ZeroHash, HEAD, amount);
      await expect(sent).to.changeTokenBalances(ethers, token, [vault, payer, payee], [0n, 0n, 0n]);
      expect((await vault.reserveOf(payer, payee)).amount).to.equal(open(100) - amount);
      expect(await vault.channelOf(payer, payee, MODEL)).to.deep.equal([amount, HEAD]);
      const bucket = await vault.bucketOf(MODEL, 0);
      expect([bucket.total, bucket.contributorsPart, bucket.settlements]).to.deep.equal([amount, part, 1n]);

      const libraries = await ethers.deployContract("MoneyLibrariesHarness");
      const settlement = {
        modelId: MODEL,
        bucket: 0n,
        sequence: 0n,
        payer: payer.address,
        payee: payee.address,
        cumulativeBefore: 0n,
        amount,
        contributorsPart: part,
        headBefore: ethers.ZeroHash,
        headAfter: HEAD,
      };
      expect(await vault.settlementHash(MODEL, 0, 0)).to.equal(await libraries.settlementHash(settlement));
      expect(await vault.settlementHash(MODEL, 0, 1)).to.equal(ethers.ZeroHash);
    });

    it("takes the contributors' part as a difference of floors, and a sequence of its own", async () => {
      const { vault, asPayee, payer, payee, voucher, signature } = await loadFixture(deployDeposited);
      await asPayee.settle(voucher, signature);
      const later = { ...voucher, cumulativeFee: voucher.cumulativeFee + 1n, head: ethers.id("later") };
      await expect(asPayee.settle(later, await signVoucher(vault, payer, later)))
        .to.emit(vault, "Settled")
        .withArgs(
          ...[MODEL, 0n, payer, 1n, payee, voucher.cumulativeFee, 1n, 1n, HEAD, later.head, later.cumulativeFee],
        );
      const { total, contributorsPart } = await vault.bucketOf(MODEL, 0);
      expect(contributorsPart).to.equal(total / 2n); // though the parts of 10e18 + 1 and 1 alone floor to one less
    });

    it("[nonce skipped or reused] takes a later voucher for all before it, and none twice or backwards", async () => {
      const { vault, asPayee, payer, voucher, signature } = await loadFixture(deployDeposited);
      const later = { ...voucher, cumulativeFee: open(30) };
      await asPayee.settle(later, await signVoucher(vault, payer, later));
      await expect(asPayee.settle(voucher, signature))
        .to.be.revertedWithCustomError(vault, "VaultNothingNew")
        .withArgs(voucher.cumulativeFee, open(30));
      await expect(asPayee.settle(later, await signVoucher(vault, payer, later))).to.be.revertedWithCustomError(
        vault,
        "VaultNothingNew",
      );
    });

    it("[one signer for two payers] a wallet's voucher is good for that wallet only", async () => {
      const { vault, token, asPayee, payer, payee, alice, voucher, signature } = await loadFixture(deployDeposited);
      const wallet = await ethers.deployContract("ERC1271WalletMock", [payer]);
      await vault.connect(alice).depositFor(wallet, payee, open(50));
      const walletVoucher = { ...voucher, payer: await wallet.getAddress() };
      await expect(asPayee.settle(walletVoucher, signature)).to.be.revertedWithCustomError(vault, "VaultBadSignature");
      await asPayee.settle(walletVoucher, await signVoucher(vault, payer, walletVoucher));
      await asPayee.settle(voucher, signature);
      expect(await token.balanceOf(vault)).to.equal(open(150));
    });

    it("[ERC-1271 wallet that changes its answer] takes nothing from a wallet that refuses", async () => {
      const { vault, asPayee, payer, payee, alice, voucher } = await loadFixture(deployDeposited);
      const wallet = await ethers.deployContract("ERC1271WalletMock", [payer]);
      await vault.connect(alice).depositFor(wallet, payee, open(50));
      const walletVoucher = { ...voucher, payer: await wallet.getAddress() };
      const signature = await signVoucher(vault, payer, walletVoucher);
      await wallet.refuse(true);
      await expect(asPayee.settle(walletVoucher, signature)).to.be.revertedWithCustomError(vault, "VaultBadSignature");
    });

    it("[EIP-7702 account] stays bound by what its key signed after taking on code that refuses", async () => {
      const { asPayee, payer, alice, voucher, signature } = await loadFixture(deployDeposited);
      const wallet = await ethers.deployContract("ERC1271WalletMock", [alice]);
      await networkHelpers.setCode(payer.address, await ethers.provider.getCode(wallet));
      await asPayee.settle(voucher, signature);
    });
  });

  describe("settleMany", () => {
    it("refuses vouchers without signatures", async () => {
      const { vault, asPayee, voucher } = await loadFixture(deployDeposited);
      await expect(asPayee.settleMany([voucher], []))
        .to.be.revertedWithCustomError(vault, "VaultLengthMismatch")
        .withArgs(1n, 0n);
    });

    it("settles all or nothing", async () => {
      const { vault, asPayee, payer, payee, alice, voucher, signature } = await loadFixture(deployDeposited);
      await vault.connect(alice).deposit(payee, open(1));
      const second = { ...voucher, payer: alice.address, cumulativeFee: open(2) };
      const secondSignature = await signVoucher(vault, alice, second);
      await expect(asPayee.settleMany([voucher, second], [signature, secondSignature])).to.be.revertedWithCustomError(
        vault,
        "VaultInsufficientReserve",
      );
      expect(await vault.bucketCount(MODEL)).to.equal(0n);

      await vault.connect(alice).deposit(payee, open(1));
      await asPayee.settleMany([voucher, second], [signature, secondSignature]);
      expect((await vault.channelOf(payer, payee, MODEL)).cumulative).to.equal(voucher.cumulativeFee);
      expect((await vault.bucketOf(MODEL, 0)).settlements).to.equal(2n);
    });
  });

  describe("pay", () => {
    const requestHash = ethers.id("request");

    it("refuses nothing, and a model that takes no payments, even while its bucket is open", async () => {
      const { vault, models, modelOwner, payer, payee } = await loadFixture(deployDeposited);
      const pay = vault.connect(payer).pay;
      await expect(pay(MODEL, payee, 0n, requestHash)).to.be.revertedWithCustomError(vault, "VaultZeroAmount");
      await pay(MODEL, payee, 1n, requestHash);
      await models.set(MODEL, false, modelOwner);
      await expect(pay(MODEL, payee, 1n, requestHash))
        .to.be.revertedWithCustomError(vault, "VaultModelNotPayable")
        .withArgs(MODEL);
    });

    it("is a settlement of one receipt, from the caller's pocket, whatever its channels", async () => {
      const { vault, token, asPayee, payer, payee, voucher, signature } = await loadFixture(deployDeposited);
      await asPayee.settle(voucher, signature);
      const pay = vault.connect(payer).pay;
      expect(await pay.staticCall(MODEL, payee, 3n, requestHash)).to.deep.equal([0n, 1n]);

      const head = nextHead(ethers.ZeroHash, requestHash, 3n, ethers.ZeroHash);
      const sent = pay(MODEL, payee, 3n, requestHash);
      await expect(sent).to.emit(vault, "PaidDirectly").withArgs(MODEL, payer, payee, requestHash, 3n);
      await expect(sent)
        .to.emit(vault, "Settled")
        .withArgs(...[MODEL, 0n, payer, 1n, payee, 0n, 3n, 1n, ethers.ZeroHash, head, voucher.cumulativeFee + 3n]);
      await expect(sent).to.changeTokenBalances(ethers, token, [payer, vault], [-3n, 3n]);
      expect(await vault.channelOf(payer, payee, MODEL)).to.deep.equal([voucher.cumulativeFee, HEAD]);
    });
  });

  describe("buckets", () => {
    it("open with the first payment, on the terms of that moment", async () => {
      const { vault, parameters, owner, asPayee, voucher, signature } = await loadFixture(deployDeposited);
      const sent = asPayee.settle(voucher, signature);
      await expect(sent).not.to.revert(ethers);
      const openedAt = BigInt(await time.latest());
      await expect(sent)
        .to.emit(vault, "BucketOpened")
        .withArgs(MODEL, 0n, openedAt + DAY, [1_000n, 2_000n, 5_000n]);
      await parameters.connect(owner).set(parameterId("ContributorsFeeBps"), 3_000n);
      await parameters.connect(owner).set(parameterId("BucketSeconds"), 60n);

      const bucket = await vault.bucketOf(MODEL, 0);
      expect([bucket.openedAt, bucket.closesAt, bucket.closed]).to.deep.equal([openedAt, openedAt + DAY, false]);
      expect(bucket.split).to.deep.equal([1_000n, 2_000n, 5_000n]);
    });

    it("take payments until the second they close, then the next one opens", async () => {
      const { vault, payer, payee } = await loadFixture(deployDeposited);
      const pay = () => vault.connect(payer).pay(MODEL, payee, 100n, ethers.ZeroHash);
      await pay();
      const { closesAt } = await vault.bucketOf(MODEL, 0);
      await time.setNextBlockTimestamp(closesAt - 1n);
      await pay();
      expect(await vault.bucketCount(MODEL)).to.equal(1n);
      await time.setNextBlockTimestamp(closesAt);
      await expect(pay()).to.emit(vault, "BucketOpened");
      expect(await vault.bucketCount(MODEL)).to.equal(2n);
      expect((await vault.bucketOf(MODEL, 0)).settlements).to.equal(2n);
      expect((await vault.bucketOf(MODEL, 1)).settlements).to.equal(1n);
    });

    it("take vouchers while open when the model takes none any more, and open no more", async () => {
      const { vault, models, modelOwner, asPayee, payer, voucher, signature } = await loadFixture(deployDeposited);
      await asPayee.settle(voucher, signature);
      await models.set(MODEL, false, modelOwner);
      const later = { ...voucher, cumulativeFee: open(20) };
      await asPayee.settle(later, await signVoucher(vault, payer, later));
      await time.increase(DAY);
      const last = { ...voucher, cumulativeFee: open(30) };
      await expect(asPayee.settle(last, await signVoucher(vault, payer, last))).to.be.revertedWithCustomError(
        vault,
        "VaultModelNotPayable",
      );
    });
  });
});
