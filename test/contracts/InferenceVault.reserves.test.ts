import { expect } from "chai";

import { parameterId } from "../../sdk/src/parameter.js";
import { ethers, loadFixture, time } from "../helpers/chain.js";
import { deployMoney, MODEL } from "../helpers/deploy-money.js";
import { DAY, open } from "../helpers/units.js";
import { signVoucher } from "../helpers/voucher.js";

async function deployDeposited() {
  const money = await deployMoney();
  const { vault, payer, payee } = money;
  await vault.connect(payer).deposit(payee, open(100));
  const settle = async (cumulativeFee: bigint) => {
    const voucher = {
      payer: payer.address,
      payee: payee.address,
      modelId: MODEL,
      cumulativeFee,
      head: ethers.id("head"),
    };
    return vault.connect(payee).settle(voucher, await signVoucher(vault, payer, voucher));
  };
  return { ...money, settle };
}

async function deployRequested() {
  const money = await deployDeposited();
  await money.vault.connect(money.payer).requestWithdrawal(money.payee, open(60));
  return { ...money, withdrawableAt: BigInt(await time.latest()) + 2n * DAY };
}

describe("InferenceVault", () => {
  describe("constructor", () => {
    it("refuses to owe the protocol's parts to nobody", async () => {
      const { vault, token, parameters, models, staking } = await loadFixture(deployMoney);
      await expect(
        ethers.deployContract("InferenceVault", [token, parameters, models, staking, ethers.ZeroAddress]),
      ).to.be.revertedWithCustomError(vault, "VaultZeroTreasury");
    });
  });

  describe("wire", () => {
    it("names the ledger once, by the deployer", async () => {
      const { vault, ledger, payer } = await loadFixture(deployMoney);
      expect(await vault.ledger()).to.equal(ledger);
      await expect(vault.wire(payer)).to.be.revertedWithCustomError(vault, "WiredOnceAlready");
      await expect(vault.connect(payer).wire(payer)).to.be.revertedWithCustomError(vault, "WiredOnceNotDeployer");
    });
  });

  describe("deposit", () => {
    it("refuses nothing", async () => {
      const { vault, payer, payee } = await loadFixture(deployMoney);
      await expect(vault.connect(payer).deposit(payee, 0n)).to.be.revertedWithCustomError(vault, "VaultZeroAmount");
    });

    it("adds to the caller's reserve", async () => {
      const { vault, token, payer, payee } = await loadFixture(deployDeposited);
      const sent = vault.connect(payer).deposit(payee, open(5));
      await expect(sent).to.emit(vault, "Deposited").withArgs(payer, payee, payer, open(5), open(105));
      await expect(sent).to.changeTokenBalances(ethers, token, [payer, vault], [-open(5), open(5)]);
      expect(await vault.reserveOf(payer, payee)).to.deep.equal([open(105), 0n, 0n]);
    });
  });

  describe("depositFor", () => {
    it("adds to another's reserve, from the caller's pocket", async () => {
      const { vault, token, payer, payee, alice } = await loadFixture(deployDeposited);
      const sent = vault.connect(alice).depositFor(payer, payee, open(5));
      await expect(sent).to.emit(vault, "Deposited").withArgs(payer, payee, alice, open(5), open(105));
      await expect(sent).to.changeTokenBalances(ethers, token, [alice, vault], [-open(5), open(5)]);
    });

    it("[a third party's deposit that resets somebody's timer] leaves an announced withdrawal alone", async () => {
      const { vault, payer, payee, alice, withdrawableAt } = await loadFixture(deployRequested);
      await time.increase(DAY);
      await vault.connect(alice).depositFor(payer, payee, 1n);
      expect(await vault.reserveOf(payer, payee)).to.deep.equal([open(100) + 1n, open(60), withdrawableAt]);
    });
  });

  describe("requestWithdrawal", () => {
    it("refuses more than the reserve", async () => {
      const { vault, payer, payee } = await loadFixture(deployDeposited);
      await expect(vault.connect(payer).requestWithdrawal(payee, open(101)))
        .to.be.revertedWithCustomError(vault, "VaultInsufficientReserve")
        .withArgs(payer, payee, open(101), open(100));
    });

    it("starts the delay, and a new request starts it again", async () => {
      const { vault, payer, payee } = await loadFixture(deployRequested);
      await time.increase(DAY);
      const sent = vault.connect(payer).requestWithdrawal(payee, open(70));
      await expect(sent).not.to.revert(ethers);
      const withdrawableAt = BigInt(await time.latest()) + 2n * DAY;
      await expect(sent).to.emit(vault, "WithdrawalRequested").withArgs(payer, payee, open(70), withdrawableAt);
      expect(await vault.reserveOf(payer, payee)).to.deep.equal([open(100), open(70), withdrawableAt]);
    });

    it("takes it back with 0", async () => {
      const { vault, payer, payee } = await loadFixture(deployRequested);
      await expect(vault.connect(payer).requestWithdrawal(payee, 0n))
        .to.emit(vault, "WithdrawalRequested")
        .withArgs(payer, payee, 0n, 0n);
      expect(await vault.reserveOf(payer, payee)).to.deep.equal([open(100), 0n, 0n]);
    });
  });

  describe("withdraw", () => {
    it("refuses without a request and before its time", async () => {
      const { vault, payer, payee, alice, withdrawableAt } = await loadFixture(deployRequested);
      await expect(vault.connect(alice).withdraw(payee))
        .to.be.revertedWithCustomError(vault, "VaultNothingRequested")
        .withArgs(alice, payee);
      await time.setNextBlockTimestamp(withdrawableAt - 1n);
      await expect(vault.connect(payer).withdraw(payee))
        .to.be.revertedWithCustomError(vault, "VaultWithdrawalNotReady")
        .withArgs(withdrawableAt);
    });

    it("pays what was announced, once", async () => {
      const { vault, token, payer, payee, withdrawableAt } = await loadFixture(deployRequested);
      await time.increaseTo(withdrawableAt - 1n);
      expect(await vault.connect(payer).withdraw.staticCall(payee, { blockTag: "pending" })).to.equal(open(60));
      const sent = vault.connect(payer).withdraw(payee);
      await expect(sent).to.emit(vault, "Withdrawn").withArgs(payer, payee, open(60), open(40));
      await expect(sent).to.changeTokenBalances(ethers, token, [vault, payer], [-open(60), open(60)]);
      expect(await vault.reserveOf(payer, payee)).to.deep.equal([open(40), 0n, 0n]);
      await expect(vault.connect(payer).withdraw(payee)).to.be.revertedWithCustomError(vault, "VaultNothingRequested");
    });

    it("[payer empties the deposit before collection] leaves what settlements took meanwhile to the payee", async () => {
      const { vault, token, payer, payee, settle, withdrawableAt } = await loadFixture(deployRequested);
      await settle(open(30)); // of the 40 not announced
      expect(await vault.reserveOf(payer, payee)).to.deep.equal([open(70), open(60), withdrawableAt]);
      await settle(open(75)); // 45 more: eats 35 of the 60
      expect(await vault.reserveOf(payer, payee)).to.deep.equal([open(25), open(25), withdrawableAt]);
      await time.increaseTo(withdrawableAt);
      await expect(vault.connect(payer).withdraw(payee)).to.changeTokenBalance(ethers, token, payer, open(25));
    });

    it("pays 0 where settlements took everything", async () => {
      const { vault, payer, payee, settle, withdrawableAt } = await loadFixture(deployRequested);
      await settle(open(100));
      await time.increaseTo(withdrawableAt);
      await expect(vault.connect(payer).withdraw(payee)).to.emit(vault, "Withdrawn").withArgs(payer, payee, 0n, 0n);
    });

    it("[configuration edits that act on positions opened before] keeps the delay it was announced with", async () => {
      const { vault, parameters, owner, payer, payee, withdrawableAt } = await loadFixture(deployRequested);
      await parameters.connect(owner).set(parameterId("WithdrawalDelaySeconds"), 14n * DAY);
      await time.increaseTo(withdrawableAt);
      await vault.connect(payer).withdraw(payee);
    });
  });
});
