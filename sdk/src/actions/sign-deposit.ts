import { AbiCoder, keccak256 } from "ethers";

import { signerOf, type Client } from "../client.js";
import { signTypedData } from "../typed-data.js";

/** A payer's word that OPEN may be moved into its reserve for a payee: good once, whoever sends it. */
export type SignedDeposit = {
  readonly payer: string;
  readonly payee: string;
  /** Token base units. */
  readonly amount: bigint;
  /** Unix seconds, both exclusive. */
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  /** 32 bytes as 0x hex. */
  readonly salt: string;
  readonly signature: string;
};

/** Lets somebody else send a deposit of the account's OPEN and pay its gas. */
export async function signDeposit(
  client: Client,
  options: Omit<SignedDeposit, "payer" | "validAfter" | "signature">,
): Promise<SignedDeposit> {
  const { deployment } = client;
  const signer = signerOf(client);
  const payer = await signer.getAddress();
  const deposit = { ...options, payer, validAfter: 0n };
  const { payee, amount, validAfter, validBefore, salt } = deposit;
  // The vault demands this nonce, so that nobody turns the deposit to another payee.
  const nonce = keccak256(AbiCoder.defaultAbiCoder().encode(["address", "bytes32"], [payee, salt]));
  const value = { from: payer, to: deployment.addresses.InferenceVault, value: amount, validAfter, validBefore, nonce };
  const signature = await signTypedData(signer, { deployment, name: "ReceiveWithAuthorization", value });
  return { ...deposit, signature };
}
