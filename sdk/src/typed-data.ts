import { type Signer, TypedDataEncoder } from "ethers";

import { CONTRACTS } from "./contracts.js";
import type { Deployment } from "./deployment.js";
import type { BatchStruct, ClaimAuthorizationStruct, ReceiveAuthorizationStruct, VoucherStruct } from "./structs.js";

/** What is signed, for which contract. The fields are those of docs/file-formats.md, in its order. */
export const TYPED_DATA = {
  Voucher: {
    contract: "vault",
    domain: "OpenLedger InferenceVault",
    fields: [
      { name: "payer", type: "address" },
      { name: "payee", type: "address" },
      { name: "modelId", type: "uint256" },
      { name: "cumulativeFee", type: "uint128" },
      { name: "head", type: "bytes32" },
    ],
  },
  Batch: {
    contract: "ledger",
    domain: "OpenLedger AttributionLedger",
    fields: [
      { name: "modelId", type: "uint256" },
      { name: "bucket", type: "uint64" },
      { name: "parent", type: "bytes32" },
      { name: "rowRoot", type: "bytes32" },
      { name: "rowCount", type: "uint32" },
      { name: "earningsRoot", type: "bytes32" },
      { name: "dataHash", type: "bytes32" },
    ],
  },
  ClaimAuthorization: {
    contract: "ledger",
    domain: "OpenLedger AttributionLedger",
    fields: [
      { name: "owner", type: "address" },
      { name: "recipient", type: "address" },
      { name: "nonce", type: "uint256" },
      { name: "deadline", type: "uint256" },
    ],
  },
  /** ERC-3009. */
  ReceiveWithAuthorization: {
    contract: "token",
    domain: "OpenLedger",
    fields: [
      { name: "from", type: "address" },
      { name: "to", type: "address" },
      { name: "value", type: "uint256" },
      { name: "validAfter", type: "uint256" },
      { name: "validBefore", type: "uint256" },
      { name: "nonce", type: "bytes32" },
    ],
  },
} as const;

/** The structs that are signed, by name. */
export type TypedDataValues = {
  readonly Voucher: VoucherStruct;
  readonly Batch: BatchStruct;
  readonly ClaimAuthorization: ClaimAuthorizationStruct;
  readonly ReceiveWithAuthorization: ReceiveAuthorizationStruct;
};

export type TypedDataName = keyof TypedDataValues;

/** An EIP-712 domain: the chain and the contract a signature is for. */
export type Domain = {
  readonly name: string;
  readonly version: "1";
  readonly chainId: number;
  readonly verifyingContract: string;
};

export function domainOf(deployment: Deployment, name: TypedDataName): Domain {
  const { contract, domain } = TYPED_DATA[name];
  return {
    name: domain,
    version: "1",
    chainId: deployment.chainId,
    verifyingContract: deployment.addresses[CONTRACTS[contract].name],
  };
}

/** The 32 bytes that are signed. */
export function digestOf<N extends TypedDataName>(deployment: Deployment, name: N, value: TypedDataValues[N]): string {
  return TypedDataEncoder.hash(domainOf(deployment, name), typesOf(name), value);
}

/** Signs with the account's own EIP-712 method: a wallet shows the fields to its owner. */
export async function signTypedData<N extends TypedDataName>(
  signer: Signer,
  options: { readonly deployment: Deployment; readonly name: N; readonly value: TypedDataValues[N] },
): Promise<string> {
  const { deployment, name, value } = options;
  return signer.signTypedData(domainOf(deployment, name), typesOf(name), value);
}

function typesOf(name: TypedDataName): Record<string, { name: string; type: string }[]> {
  return { [name]: [...TYPED_DATA[name].fields] };
}
