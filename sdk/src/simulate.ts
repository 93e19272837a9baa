import type { ContractTransaction } from "ethers";

import { type Client, signerOf } from "./client.js";
import type { ContractKey } from "./contracts.js";
import { decodeError } from "./errors.js";

/**
 * Asks the node whether a transaction would go through, on top of what waits to be mined: somebody else's may be on its way. Throws what
 * sending it would throw, and {@link NetworkError}; costs nothing.
 */
export async function simulate(
  client: Client,
  contract: ContractKey,
  transaction: Promise<ContractTransaction>,
): Promise<void> {
  try {
    const from = await signerOf(client).getAddress();
    await client.provider.call({ ...(await transaction), from, blockTag: "pending" });
  } catch (error) {
    throw decodeError(error, contract);
  }
}
