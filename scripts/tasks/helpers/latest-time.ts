import type { Client } from "../../../sdk/src/client.js";
import { decodeError } from "../../../sdk/src/errors.js";

/** The chain's time, Unix seconds. */
export async function latestTime({ provider }: Client): Promise<bigint> {
  try {
    const block = await provider.getBlock("latest");
    return BigInt(block?.timestamp ?? 0);
  } catch (error) {
    throw decodeError(error);
  }
}
