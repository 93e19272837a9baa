import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";

import { ethers, loadFixture, time } from "../helpers/chain.js";
import { deployMoney } from "../helpers/deploy-money.js";
import { otherEncodings } from "../helpers/signatures.js";
import { DAY, open } from "../helpers/units.js";

const TYPES = {
  ReceiveWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
};
const RECEIVE = "receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)" as const;
const TRANSFER = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)" as const;

const AMOUNT = open(5);
const SALT = ethers.id("salt");

/** What a payer signs to reserve for a payee: bound by the nonce. */
function nonceOf(payee: string, salt: string): string {
  return ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(["address", "bytes32"], [payee, salt]));
}

/** A payer that approved nothing, and its signed authorization of 5 OPEN for the payee, good for a day from now on. */
async function deploySigned() {
  const money = await deployMoney();
  const { token, vault, payer, payee, carol } = money;
  await token.connect(payer).approve(vault, 0n);
  const validAfter = BigInt(await time.latest());
  const [to, validBefore] = [await vault.getAddress(), validAfter + DAY];
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "OpenLedger", version: "1", chainId, verifyingContract: await token.getAddress() };
  const sign = (signer: HardhatEthersSigner, from: string, value = AMOUNT) =>
    signer.signTypedData(domain, TYPES, {
      from,
      to,
      value,
      validAfter,
      validBefore,
      nonce: nonceOf(payee.address, SALT),
    });
  const signature = await sign(payer, payer.address);
  const args = [payer.address, payee.address, AMOUNT, validAfter, validBefore, SALT] as const;
  return { ...money, sponsor: vault.connect(carol), sign, args, signature, validBefore };
}

describe("InferenceVault", () => {
  describe("depositWithAuthorization", () => {
    it("adds to the payer's reserve without an approval, whoever sends it", async () => {
      const { vault, token, sponsor, payer, payee, carol, args, signature } = await loadFixture(deploySigned);
      const sent = sponsor.depositWithAuthorization(...args, signature);
      await expect(sent).to.emit(vault, "Deposited").withArgs(payer, payee, payer, AMOUNT, AMOUNT);
      await expect(sent).to.emit(token, "AuthorizationUsed").withArgs(payer, nonceOf(payee.address, SALT));
      await expect(sent).to.changeTokenBalances(ethers, token, [payer, vault, carol], [-AMOUNT, AMOUNT, 0n]);
      expect(await vault.reserveOf(payer, payee)).to.deep.equal([AMOUNT, 0n, 0n]);
    });

    it("refuses nothing", async () => {
      const { vault, sponsor, sign, payer, payee, args } = await loadFixture(deploySigned);
      const [, , , validAfter, validBefore] = args;
      const signature = await sign(payer, payer.address, 0n);
      await expect(
        sponsor.depositWithAuthorization(payer, payee, 0n, validAfter, validBefore, SALT, signature),
      ).to.be.revertedWithCustomError(vault, "VaultZeroAmount");
    });

    it("[sponsor front-run] cannot be turned to another payee, salt, amount, payer or time", async () => {
      const { vault, token, sponsor, alice, args, signature } = await loadFixture(deploySigned);
      const others = [alice.address, alice.address, AMOUNT - 1n, 0n, args[4] + 1n, ethers.id("other")];
      const changed = others.map((other, field) => args.map((given, i) => (i === field ? other : given)));
      for (const [field, given] of changed.entries()) {
        const sent = sponsor.depositWithAuthorization(...(given as unknown as typeof args), signature);
        await expect(sent, String(field)).to.be.revertedWithCustomError(token, "ERC3009InvalidSignature");
      }
      expect(await token.balanceOf(vault)).to.equal(0n);
    });

    it("[sponsor front-run] sent by another first, is the same deposit; and is good once", async () => {
      const { vault, token, sponsor, payer, payee, bob, args, signature } = await loadFixture(deploySigned);
      await vault.connect(bob).depositWithAuthorization(...args, signature);
      await expect(sponsor.depositWithAuthorization(...args, signature))
        .to.be.revertedWithCustomError(token, "ERC3009UsedAuthorization")
        .withArgs(payer, nonceOf(payee.address, SALT));
      expect((await vault.reserveOf(payer, payee)).amount).to.equal(AMOUNT);
    });

    it("[sponsor front-run] cannot be taken to the token directly: no money comes here without its reserve", async () => {
      const { vault, token, payer, payee, bob, args, signature } = await loadFixture(deploySigned);
      const [, , , validAfter, validBefore] = args;
      const words = [payer, vault, AMOUNT, validAfter, validBefore, nonceOf(payee.address, SALT), signature] as const;
      const byBob = token.connect(bob);
      await expect(byBob[RECEIVE](...words)).to.be.revertedWithCustomError(token, "ERC20InvalidReceiver");
      await expect(byBob[TRANSFER](...words)).to.be.revertedWithCustomError(token, "ERC3009InvalidSignature");
    });

    it("[same digest in other encodings] takes only the 65 bytes of the payer's key", async () => {
      const { token, sponsor, args, signature } = await loadFixture(deploySigned);
      for (const [name, encoding] of Object.entries(otherEncodings(signature))) {
        await expect(sponsor.depositWithAuthorization(...args, encoding), name).to.be.revertedWithCustomError(
          token,
          "ERC3009InvalidSignature",
        );
      }
    });

    it("[deadline edge] refuses when its time is over", async () => {
      const { token, sponsor, args, signature, validBefore } = await loadFixture(deploySigned);
      await time.setNextBlockTimestamp(validBefore);
      await expect(sponsor.depositWithAuthorization(...args, signature)).to.be.revertedWithCustomError(
        token,
        "ERC3009InvalidAuthorizationTime",
      );
    });

    it("takes a wallet's authorization (ERC-1271)", async () => {
      const { vault, token, sponsor, sign, payer, payee, alice, args } = await loadFixture(deploySigned);
      const wallet = await ethers.deployContract("ERC1271WalletMock", [payer]);
      const address = await wallet.getAddress();
      await token.connect(alice).transfer(wallet, AMOUNT);
      const [, ...rest] = args;
      await sponsor.depositWithAuthorization(address, ...rest, await sign(payer, address));
      expect((await vault.reserveOf(wallet, payee)).amount).to.equal(AMOUNT);
    });

    it("[a third party's deposit that resets somebody's timer] leaves an announced withdrawal alone", async () => {
      const { vault, sponsor, payer, payee, alice, args, signature } = await loadFixture(deploySigned);
      await vault.connect(alice).depositFor(payer, payee, open(1));
      await vault.connect(payer).requestWithdrawal(payee, open(1));
      const { withdrawableAt } = await vault.reserveOf(payer, payee);
      await sponsor.depositWithAuthorization(...args, signature);
      expect(await vault.reserveOf(payer, payee)).to.deep.equal([open(1) + AMOUNT, open(1), withdrawableAt]);
    });
  });
});
