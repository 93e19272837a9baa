import { signerOf, type Client } from "../client.js";
import type { BatchStruct } from "../structs.js";
import { digestOf, signTypedData } from "../typed-data.js";

export type BatchSignature = { readonly signer: string; readonly digest: string; readonly signature: string };

/**
 * Signs a batch as an attestor.
 * Warning: signing is staking on it. Recompute the batch first; a wrong step costs the signers their stake.
 */
export async function signBatch(client: Client, batch: BatchStruct): Promise<BatchSignature> {
  const signer = signerOf(client);
  const { deployment } = client;
  return {
    signer: await signer.getAddress(),
    digest: digestOf(deployment, "Batch", batch),
    signature: await signTypedData(signer, { deployment, name: "Batch", value: batch }),
  };
}
