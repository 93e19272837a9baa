import { signerOf, type Client } from "../client.js";
import type { ClaimAuthorizationStruct } from "../structs.js";
import { read } from "../read.js";
import { signTypedData } from "../typed-data.js";

export type SignedClaim = {
  readonly owner: string;
  readonly recipient: string;
  /** Unix seconds. */
  readonly deadline: bigint;
  readonly signature: string;
};

/** Lets somebody else send the account's claims, once, and pay their gas. The money goes to `recipient` (default: the account). */
export async function signClaim(
  client: Client,
  options: { readonly deadline: bigint; readonly recipient?: string },
): Promise<SignedClaim> {
  const signer = signerOf(client);
  const owner = await signer.getAddress();
  const { deadline, recipient = owner } = options;
  const nonce = await read("ledger", () => client.ledger.nonces(owner));
  const value: ClaimAuthorizationStruct = { owner, recipient, nonce, deadline };
  const signature = await signTypedData(signer, { deployment: client.deployment, name: "ClaimAuthorization", value });
  return { owner, recipient, deadline, signature };
}
