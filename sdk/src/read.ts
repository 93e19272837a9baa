import type { ContractKey } from "./contracts.js";
import { decodeError } from "./errors.js";

/** Calls a view of `contract`. Throws what {@link decodeError} makes of a failure. */
export async function read<T>(contract: ContractKey, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw decodeError(error, contract);
  }
}
