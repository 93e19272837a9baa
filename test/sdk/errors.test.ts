import { expect } from "chai";
import { AbiCoder, concat, id, makeError, ZeroAddress } from "ethers";

import { BaseError } from "../../engine/src/core/errors.js";
import { interfaceOf } from "../../sdk/src/contracts.js";
import {
  ActionRejectedError,
  decodeError,
  InsufficientFundsError,
  NetworkError,
  TransactionError,
} from "../../sdk/src/errors.js";
import { errorNameOf, OpenLedgerRevert } from "../../sdk/src/open-ledger-revert.js";

const VAULT = interfaceOf("vault");
const stillOpen = VAULT.encodeErrorResult("VaultBucketStillOpen", [7n, 2n, 1_700_000_000n]);
const builtIn = (signature: string, type: string, value: unknown) =>
  concat([id(signature).slice(0, 10), AbiCoder.defaultAbiCoder().encode([type], [value])]);

/** The shapes in which libraries and nodes hand over the same revert. */
const SHAPES: Readonly<Record<string, unknown>> = {
  "ethers' call exception": makeError("execution reverted", "CALL_EXCEPTION", {
    action: "estimateGas",
    data: stillOpen,
    reason: null,
    transaction: { to: ZeroAddress, data: "0x12345678" },
    invocation: null,
    revert: null,
  }),
  "a JSON-RPC error": { code: 3, message: "execution reverted", data: stillOpen },
  "Hardhat's nested data": { code: -32603, message: "reverted", data: { message: "reverted", data: stillOpen } },
  "an error inside info": { code: "UNKNOWN_ERROR", info: { error: { code: 3, data: stillOpen } } },
  "a cause": new Error("could not coalesce", { cause: { data: stillOpen } }),
};

function decoded(error: unknown): OpenLedgerRevert {
  const result = decodeError(error);
  expect(result).to.be.instanceOf(OpenLedgerRevert);
  return result as OpenLedgerRevert;
}

describe("decodeError", () => {
  for (const [name, error] of Object.entries(SHAPES)) {
    it(`finds the custom error in ${name}`, () => {
      const { contract, errorName, args, message, code } = decoded(error);
      expect({ contract, errorName, args, code }).to.deep.equal({
        contract: "InferenceVault",
        errorName: "VaultBucketStillOpen",
        args: { modelId: 7n, bucket: 2n, closesAt: 1_700_000_000n },
        code: "REVERTED",
      });
      expect(message).to.contain("VaultBucketStillOpen(modelId: 7, bucket: 2, closesAt: 1700000000)");
    });
  }

  it("decodes OpenZeppelin's errors, and names the contract that was called where several declare one", () => {
    const data = interfaceOf("datanets").encodeErrorResult("ERC721NonexistentToken", [9n]);
    expect(decoded({ data })).to.include({ errorName: "ERC721NonexistentToken", contract: undefined });
    const error = decodeError({ data }, "models") as OpenLedgerRevert;
    expect(error.contract).to.equal("ModelRegistry");
  });

  it("decodes what Solidity itself raises", () => {
    expect(decoded({ data: builtIn("Error(string)", "string", "no luck") }).message).to.contain("no luck");
    expect(decoded({ data: builtIn("Panic(uint256)", "uint256", 0x11n) }).message).to.contain("overflow");
    expect(decoded({ code: "CALL_EXCEPTION", data: "0x" }).errorName).to.equal("Empty");
  });

  it("keeps the words of a revert that comes without bytes", () => {
    const { errorName, message } = decoded(new Error("Simulation: reverted with custom error Foo(1)"));
    expect(errorName).to.equal("Error");
    expect(message).to.contain("Foo(1)");
  });

  it("keeps the bytes of an error that no ABI declares", () => {
    const { errorName, args } = decoded({ data: "0xdeadbeef" });
    expect({ errorName, args }).to.deep.equal({ errorName: "Unknown", args: { data: "0xdeadbeef" } });
  });

  it("takes bytes that only begin like a known error for a foreign one", () => {
    expect(decoded({ data: `${stillOpen.slice(0, 10)}01` }).errorName).to.equal("Unknown");
  });

  it("never mistakes calldata for a reason", () => {
    const transaction = { data: stillOpen };
    expect(decodeError(Object.assign(new Error("nonce too low"), { transaction }))).to.be.instanceOf(TransactionError);
  });

  it("types what is no revert", () => {
    expect(decodeError({ code: "INSUFFICIENT_FUNDS", message: "x" })).to.be.instanceOf(InsufficientFundsError);
    expect(decodeError(new Error("Sender doesn't have enough funds to send tx"))).to.be.instanceOf(
      InsufficientFundsError,
    );
    expect(decodeError(new Error("x", { cause: { code: "ECONNREFUSED" } }))).to.be.instanceOf(NetworkError);
    expect(decodeError({ code: "TIMEOUT", message: "x" })).to.be.instanceOf(NetworkError);
    expect(decodeError({ code: 4001, message: "User denied" })).to.be.instanceOf(ActionRejectedError);
    expect(decodeError("a text")).to.be.instanceOf(TransactionError);
  });

  it("leaves typed errors as they are", () => {
    const typed = new NetworkError("x");
    expect(decodeError(typed)).to.equal(typed);
    expect(typed).to.be.instanceOf(BaseError);
  });
});

describe("errorNameOf", () => {
  it("names a selector, as ClaimSkipped logs it", () => {
    expect(errorNameOf(id("LedgerNothingToClaim(uint256,uint256,uint128)").slice(0, 10))).to.equal(
      "LedgerNothingToClaim",
    );
    expect(errorNameOf("0xdeadbeef")).to.equal("Unknown");
  });
});
