import type { RefutableFault } from "../../../engine/src/core/audit/fault.js";
import { type Client, signerOf } from "../client.js";
import { CONTRACTS, interfaceOf } from "../contracts.js";
import { decodeError } from "../errors.js";

/**
 * Asks the node whether a refutation would go through, on top of what waits to be mined: somebody else's may be on its way. Throws what
 * sending it would throw, and {@link NetworkError}; costs nothing.
 */
export async function simulateChallenge(client: Client, fault: RefutableFault): Promise<void> {
  const data = interfaceOf(fault.prover).encodeFunctionData(fault.method, [...fault.args]);
  const to = client.deployment.addresses[CONTRACTS[fault.prover].name];
  try {
    await client.provider.call({ to, data, from: await signerOf(client).getAddress(), blockTag: "pending" });
  } catch (error) {
    throw decodeError(error, fault.prover);
  }
}
