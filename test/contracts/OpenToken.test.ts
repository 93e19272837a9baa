import { expect } from "chai";

import { ethers, loadFixture, networkHelpers, time } from "../helpers/chain.js";
import { otherEncodings } from "../helpers/signatures.js";
import { open } from "../helpers/units.js";

const SUPPLY = open(1_000_000_000);

const FIELDS = ["from", "to", "value", "validAfter", "validBefore", "nonce"] as const;
const AUTHORIZATION = [
  { name: "from", type: "address" },
  { name: "to", type: "address" },
  { name: "value", type: "uint256" },
  { name: "validAfter", type: "uint256" },
  { name: "validBefore", type: "uint256" },
  { name: "nonce", type: "bytes32" },
];
const TYPES = {
  transfer: { TransferWithAuthorization: AUTHORIZATION },
  receive: { ReceiveWithAuthorization: AUTHORIZATION },
  cancel: {
    CancelAuthorization: [
      { name: "authorizer", type: "address" },
      { name: "nonce", type: "bytes32" },
    ],
  },
};
const WORDS = "address,address,uint256,uint256,uint256,bytes32";
const TRANSFER = `transferWithAuthorization(${WORDS},bytes)` as const;
const RECEIVE = `receiveWithAuthorization(${WORDS},bytes)` as const;
const CANCEL = "cancelAuthorization(address,bytes32,bytes)" as const;
const TRANSFER_VRS = `transferWithAuthorization(${WORDS},uint8,bytes32,bytes32)` as const;
const RECEIVE_VRS = `receiveWithAuthorization(${WORDS},uint8,bytes32,bytes32)` as const;

async function deployToken() {
  const [alice, bob, relayer] = await ethers.getSigners();
  const token = await ethers.deployContract("OpenToken", [alice!]);
  const wallet = await ethers.deployContract("ERC1271WalletMock", [alice!]);
  await token.transfer(wallet, open(100));
  const domain = {
    name: "OpenLedger",
    version: "1",
    chainId: (await ethers.provider.getNetwork()).chainId,
    verifyingContract: await token.getAddress(),
  };
  const authorization = {
    from: alice!.address,
    to: bob!.address,
    value: open(5),
    validAfter: 0n,
    validBefore: BigInt((await time.latest()) + 3_600),
    nonce: ethers.id("a nonce"),
  };
  const args = FIELDS.map((field) => authorization[field]) as [string, string, bigint, bigint, bigint, string];
  return { token, wallet, domain, authorization, args, alice: alice!, bob: bob!, relayer: relayer! };
}

describe("OpenToken", () => {
  describe("constructor", () => {
    it("mints the fixed supply to the holder and nothing to anybody else", async () => {
      const { token, alice, wallet } = await loadFixture(deployToken);
      expect(await token.totalSupply()).to.equal(SUPPLY);
      expect(await token.balanceOf(alice)).to.equal(SUPPLY - (await token.balanceOf(wallet)));
      expect([await token.name(), await token.symbol(), await token.decimals()]).to.deep.equal([
        "OpenLedger",
        "OPEN",
        18n,
      ]);
    });
  });

  describe("burn", () => {
    it("lowers balance and supply", async () => {
      const { token, alice } = await loadFixture(deployToken);
      await expect(token.burn(open(3)))
        .to.emit(token, "Transfer")
        .withArgs(alice, ethers.ZeroAddress, open(3));
      expect(await token.totalSupply()).to.equal(SUPPLY - open(3));
    });
  });

  describe("permit", () => {
    it("approves by signature and uses the owner's nonce", async () => {
      const { token, domain, alice, bob } = await loadFixture(deployToken);
      const types = {
        Permit: [
          { name: "owner", type: "address" },
          { name: "spender", type: "address" },
          { name: "value", type: "uint256" },
          { name: "nonce", type: "uint256" },
          { name: "deadline", type: "uint256" },
        ],
      };
      const deadline = ethers.MaxUint256;
      const message = { owner: alice.address, spender: bob.address, value: 7n, nonce: 0n, deadline };
      const { v, r, s } = ethers.Signature.from(await alice.signTypedData(domain, types, message));
      await token.permit(alice, bob, 7n, deadline, v, r, s);
      expect(await token.allowance(alice, bob)).to.equal(7n);
      expect(await token.nonces(alice)).to.equal(1n);
      await expect(token.permit(alice, bob, 7n, deadline, v, r, s)).to.be.revertedWithCustomError(
        token,
        "ERC2612InvalidSigner",
      );
    });
  });

  describe("votes", () => {
    it("[flash-loaned votes] are counted by time, from delegation on, at a moment that is over", async () => {
      const { token, alice, bob } = await loadFixture(deployToken);
      expect(await token.CLOCK_MODE()).to.equal("mode=timestamp");
      expect(await token.clock()).to.equal(BigInt(await time.latest()));
      expect(await token.getVotes(alice)).to.equal(0n);

      await token.delegate(alice);
      await token.transfer(bob, open(10));
      const now = await time.latest();
      expect(await token.getVotes(alice)).to.equal(await token.balanceOf(alice));
      await expect(token.getPastVotes(alice, now)).to.be.revertedWithCustomError(token, "ERC5805FutureLookup");
      await time.increase(1);
      expect(await token.getPastVotes(alice, now)).to.equal(await token.balanceOf(alice));
    });
  });

  describe("transferWithAuthorization", () => {
    it("moves the value once, by anybody, and marks the nonce", async () => {
      const { token, domain, authorization, args, alice, bob, relayer } = await loadFixture(deployToken);
      const signature = await alice.signTypedData(domain, TYPES.transfer, authorization);
      expect(await token.authorizationState(alice, authorization.nonce)).to.equal(false);

      const sent = token.connect(relayer)[TRANSFER](...args, signature);
      await expect(sent).to.emit(token, "AuthorizationUsed").withArgs(alice, authorization.nonce);
      await expect(sent).to.changeTokenBalances(ethers, token, [alice, bob], [-open(5), open(5)]);
      expect(await token.authorizationState(alice, authorization.nonce)).to.equal(true);
    });

    it("[a second encoding was paid twice] takes a nonce once, whichever form the signature has", async () => {
      const { token, domain, authorization, args, alice } = await loadFixture(deployToken);
      const signature = await alice.signTypedData(domain, TYPES.transfer, authorization);
      const { v, r, s } = ethers.Signature.from(signature);
      await token[TRANSFER_VRS](...args, v, r, s);
      await expect(token[TRANSFER](...args, signature))
        .to.be.revertedWithCustomError(token, "ERC3009UsedAuthorization")
        .withArgs(alice, authorization.nonce);
    });

    it("[same digest in other encodings] takes only the 65 bytes of the key", async () => {
      const { token, domain, authorization, args, alice } = await loadFixture(deployToken);
      const signature = await alice.signTypedData(domain, TYPES.transfer, authorization);
      for (const [name, encoding] of Object.entries(otherEncodings(signature))) {
        await expect(token[TRANSFER](...args, encoding), name).to.be.revertedWithCustomError(
          token,
          "ERC3009InvalidSignature",
        );
      }
    });

    it("[other chain id, other contract] refuses a signature for another domain, signer or kind", async () => {
      const { token, domain, authorization, args, alice, bob } = await loadFixture(deployToken);
      for (const signature of [
        await alice.signTypedData({ ...domain, chainId: 1n }, TYPES.transfer, authorization),
        await alice.signTypedData({ ...domain, verifyingContract: bob.address }, TYPES.transfer, authorization),
        await alice.signTypedData(domain, TYPES.receive, authorization),
        await bob.signTypedData(domain, TYPES.transfer, authorization),
      ]) {
        await expect(token[TRANSFER](...args, signature)).to.be.revertedWithCustomError(
          token,
          "ERC3009InvalidSignature",
        );
      }
    });

    it("[deadline edge] is good strictly between validAfter and validBefore", async () => {
      const { token, domain, authorization, alice } = await loadFixture(deployToken);
      const now = BigInt(await time.latest()) + 100n;
      for (const [validAfter, validBefore, good] of [
        [now, now + 2n, false],
        [now - 1n, now, false],
        [now - 1n, now + 1n, true],
      ] as const) {
        const message = { ...authorization, validAfter, validBefore };
        const signature = await alice.signTypedData(domain, TYPES.transfer, message);
        await time.setNextBlockTimestamp(now);
        const { from, to, value, nonce } = message;
        const sent = token[TRANSFER].staticCall(from, to, value, validAfter, validBefore, nonce, signature, {
          blockTag: "pending",
        });
        if (good) await sent;
        else await expect(sent).to.be.revertedWithCustomError(token, "ERC3009InvalidAuthorizationTime");
      }
    });

    describe("given a contract wallet", () => {
      it("moves its money by what the wallet accepts", async () => {
        const { token, wallet, domain, authorization, alice, bob } = await loadFixture(deployToken);
        const from = await wallet.getAddress();
        const signature = await alice.signTypedData(domain, TYPES.transfer, { ...authorization, from });
        const { to, value, validAfter, validBefore, nonce } = authorization;
        const sent = token[TRANSFER](from, to, value, validAfter, validBefore, nonce, signature);
        await expect(sent).to.changeTokenBalances(ethers, token, [from, bob], [-open(5), open(5)]);
      });

      it("moves nothing by what the wallet refuses", async () => {
        const { token, wallet, domain, authorization, alice } = await loadFixture(deployToken);
        const from = await wallet.getAddress();
        const signature = await alice.signTypedData(domain, TYPES.transfer, { ...authorization, from });
        await wallet.refuse(true);
        const { to, value, validAfter, validBefore, nonce } = authorization;
        await expect(
          token[TRANSFER](from, to, value, validAfter, validBefore, nonce, signature),
        ).to.be.revertedWithCustomError(token, "ERC3009InvalidSignature");
      });
    });

    it("[EIP-7702 account] takes the key's signature of an account that has taken on code", async () => {
      const { token, wallet, domain, authorization, args, alice } = await loadFixture(deployToken);
      const signature = await alice.signTypedData(domain, TYPES.transfer, authorization);
      await networkHelpers.setCode(alice.address, await ethers.provider.getCode(wallet));
      await token.connect((await ethers.getSigners())[2]!)[TRANSFER](...args, signature);
      expect(await token.authorizationState(alice, authorization.nonce)).to.equal(true);
    });
  });

  describe("receiveWithAuthorization", () => {
    it("[sponsor front-run] is for the receiver to send, in both forms", async () => {
      const { token, domain, authorization, args, alice, bob, relayer } = await loadFixture(deployToken);
      const signature = await alice.signTypedData(domain, TYPES.receive, authorization);
      const { v, r, s } = ethers.Signature.from(signature);
      for (const stolen of [
        token.connect(relayer)[RECEIVE](...args, signature),
        token.connect(relayer)[RECEIVE_VRS](...args, v, r, s),
      ]) {
        await expect(stolen).to.be.revertedWithCustomError(token, "ERC20InvalidReceiver").withArgs(bob);
      }

      const sent = token.connect(bob)[RECEIVE](...args, signature);
      await expect(sent).to.changeTokenBalances(ethers, token, [alice, bob], [-open(5), open(5)]);
    });
  });

  describe("cancelAuthorization", () => {
    it("voids the nonce", async () => {
      const { token, domain, authorization, args, alice } = await loadFixture(deployToken);
      const cancel = { authorizer: alice.address, nonce: authorization.nonce };
      const cancellation = await alice.signTypedData(domain, TYPES.cancel, cancel);
      await expect(token[CANCEL](alice, authorization.nonce, cancellation))
        .to.emit(token, "AuthorizationCanceled")
        .withArgs(alice, authorization.nonce);
      const signature = await alice.signTypedData(domain, TYPES.transfer, authorization);
      await expect(token[TRANSFER](...args, signature)).to.be.revertedWithCustomError(
        token,
        "ERC3009UsedAuthorization",
      );
    });

    it("refuses anybody else's signature", async () => {
      const { token, domain, authorization, alice, bob } = await loadFixture(deployToken);
      const cancel = { authorizer: alice.address, nonce: authorization.nonce };
      const forged = await bob.signTypedData(domain, TYPES.cancel, cancel);
      await expect(token[CANCEL](alice, authorization.nonce, forged)).to.be.revertedWithCustomError(
        token,
        "ERC3009InvalidSignature",
      );
    });
  });
});
