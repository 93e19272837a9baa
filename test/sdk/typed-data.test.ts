import { expect } from "chai";
import { verifyTypedData } from "ethers";

import { typedDigest, type Domain } from "../../engine/src/core/hash/digest.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { BATCH, CLAIM_AUTHORIZATION, VOUCHER } from "../../engine/src/core/hash/schemas.js";
import { digestOf, domainOf, signTypedData, TYPED_DATA } from "../../sdk/src/typed-data.js";
import { loadFixture } from "../helpers/chain.js";
import { hashOf } from "../helpers/hashes.js";
import { sdkWorld } from "../helpers/sdk-world.js";

const BATCH_VALUE = {
  modelId: 3n,
  bucket: 5n,
  parent: hashOf("parent"),
  rowRoot: hashOf("rows"),
  rowCount: 7,
  earningsRoot: hashOf("earnings"),
  dataHash: hashOf("data"),
};

describe("typed data", () => {
  it("gives a voucher the digest that the vault and the engine give it", async () => {
    const { as, deployment, payer, host } = await loadFixture(sdkWorld);
    const parties = { payer: payer.address as Hex, payee: host.address as Hex };
    const voucher = { ...parties, modelId: 1n, cumulativeFee: 9n, head: hashOf("head") };
    const digest = digestOf(deployment, "Voucher", voucher);
    expect(digest).to.equal(await as(payer).vault.voucherDigest(voucher));
    expect(digest).to.equal(typedDigest(engineDomain(deployment, "Voucher"), VOUCHER, voucher));
  });

  it("gives a batch the digest that the ledger and the engine give it", async () => {
    const { as, deployment, payer } = await loadFixture(sdkWorld);
    const digest = digestOf(deployment, "Batch", BATCH_VALUE);
    expect(digest).to.equal(await as(payer).ledger.batchDigest(BATCH_VALUE));
    expect(digest).to.equal(typedDigest(engineDomain(deployment, "Batch"), BATCH, BATCH_VALUE));
  });

  it("gives a claim authorization the digest that the engine gives it", async () => {
    const { deployment, alice, bob } = await loadFixture(sdkWorld);
    const people = { owner: alice.address as Hex, recipient: bob.address as Hex };
    const value = { ...people, nonce: 1n, deadline: 2_000_000_000n };
    expect(digestOf(deployment, "ClaimAuthorization", value)).to.equal(
      typedDigest(engineDomain(deployment, "ClaimAuthorization"), CLAIM_AUTHORIZATION, value),
    );
  });

  it("signs as the account, for this chain and contract only", async () => {
    const { deployment, alice } = await loadFixture(sdkWorld);
    const signature = await signTypedData(alice, { deployment, name: "Batch", value: BATCH_VALUE });
    const recover = (chainId: number) =>
      verifyTypedData(
        domainOf({ ...deployment, chainId }, "Batch"),
        { Batch: [...TYPED_DATA.Batch.fields] },
        BATCH_VALUE,
        signature,
      );
    expect(recover(deployment.chainId)).to.equal(alice.address);
    expect(recover(deployment.chainId + 1)).not.to.equal(alice.address);
  });
});

function engineDomain(...[deployment, name]: Parameters<typeof domainOf>): Domain {
  const domain = domainOf(deployment, name);
  return {
    name: domain.name as Domain["name"],
    chainId: BigInt(domain.chainId),
    verifyingContract: domain.verifyingContract as Hex,
  };
}
