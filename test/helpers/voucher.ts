import type { BaseContract, Signer, TypedDataDomain } from "ethers";

import { ethers } from "./chain.js";

export type Voucher = {
  readonly payer: string;
  readonly payee: string;
  readonly modelId: bigint;
  readonly cumulativeFee: bigint;
  readonly head: string;
};

export const VOUCHER_TYPES = {
  Voucher: [
    { name: "payer", type: "address" },
    { name: "payee", type: "address" },
    { name: "modelId", type: "uint256" },
    { name: "cumulativeFee", type: "uint128" },
    { name: "head", type: "bytes32" },
  ],
};

export async function voucherDomain(vault: BaseContract): Promise<TypedDataDomain> {
  return {
    name: "OpenLedger InferenceVault",
    version: "1",
    chainId: (await ethers.provider.getNetwork()).chainId,
    verifyingContract: await vault.getAddress(),
  };
}

export async function signVoucher(vault: BaseContract, signer: Signer, voucher: Voucher): Promise<string> {
  return signer.signTypedData(await voucherDomain(vault), VOUCHER_TYPES, voucher);
}
