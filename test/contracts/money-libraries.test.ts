import { readFileSync } from "node:fs";

import { expect } from "chai";

import { ethers, loadFixture } from "../helpers/chain.js";

type Head = { before: string; requestHash: string; fee: string; previousResponseHash: string; after: string };
type Part = { before: string; after: string; bps: number; part: string };
type Struct = { struct: string; value: Record<string, string>; hash: string };
type Digest = { struct: string; domain: { chainId: string; verifyingContract: string }; value: never; digest: string };

function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")) as T;
}

async function deployLibraries() {
  return { libraries: await ethers.deployContract("MoneyLibrariesHarness") };
}

// The engine computes the same vectors in TypeScript, independently: test/engine/vectors.test.ts.
describe("money libraries, against the shared vectors", () => {
  it("HeadLib.next", async () => {
    const { libraries } = await loadFixture(deployLibraries);
    for (const head of vectors<{ chain: Head[] }>("heads").chain) {
      const { before, requestHash, fee, previousResponseHash, after } = head;
      expect(await libraries.nextHead(before, requestHash, fee, previousResponseHash)).to.equal(after);
    }
  });

  it("SplitLib.part", async () => {
    const { libraries } = await loadFixture(deployLibraries);
    for (const { before, after, bps, part } of vectors<{ cases: Part[] }>("parts").cases) {
      expect(await libraries.part(before, after, bps)).to.equal(BigInt(part));
    }
  });

  it("SettlementLib.hash", async () => {
    const { libraries } = await loadFixture(deployLibraries);
    const cases = vectors<{ cases: Struct[] }>("structs").cases.filter((each) => each.struct === "Settlement");
    expect(cases).not.to.be.empty;
    for (const { value, hash } of cases) {
      expect(await libraries.settlementHash(value as never)).to.equal(hash);
    }
  });

  it("VoucherLib.hash", async () => {
    const { libraries } = await loadFixture(deployLibraries);
    const cases = vectors<{ cases: Struct[] }>("structs").cases.filter((each) => each.struct === "Voucher");
    expect(cases).not.to.be.empty;
    for (const { value, hash } of cases) {
      expect(await libraries.voucherHash(value as never)).to.equal(hash);
    }
  });

  it("the vault's voucher digest, in an EIP-712 domain of its own", async () => {
    const { libraries } = await loadFixture(deployLibraries);
    const cases = vectors<{ cases: Digest[] }>("digests").cases.filter((each) => each.struct === "Voucher");
    expect(cases).not.to.be.empty;
    for (const { domain, value, digest } of cases) {
      const separator = ethers.TypedDataEncoder.hashDomain({
        name: "OpenLedger InferenceVault",
        version: "1",
        chainId: BigInt(domain.chainId),
        verifyingContract: domain.verifyingContract,
      });
      const hash = await libraries.voucherHash(value);
      expect(ethers.keccak256(ethers.concat(["0x1901", separator, hash]))).to.equal(digest);
    }
  });
});
