import type { Client } from "../../../sdk/src/client.js";
import { decodeError } from "../../../sdk/src/errors.js";
import { PreconditionError } from "./task-errors.js";

/** Hash of the chain's newest block: nobody knew it when what it draws among was signed. */
export async function latestHash({ provider }: Client): Promise<string> {
  const block = await provider.getBlock("latest").catch((error: unknown) => {
    throw decodeError(error);
  });
  if (block?.hash == null) throw new PreconditionError("Expected a newest block with a hash, found none. Try again.");
  return block.hash;
}
