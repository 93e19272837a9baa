import type { TransactionReceipt } from "ethers";

import type { TypedContractEvent, TypedEventLog } from "../../typechain-types/common.js";
import { BaseError } from "../../engine/src/core/errors.js";
import type { Client } from "./client.js";
import { CONTRACTS, type ContractKey, type Contracts, interfaceOf } from "./contracts.js";
import { decodeArguments } from "./decode-arguments.js";
import type { Plain } from "./plain.js";

/** The names of a contract's events. */
export type EventName<K extends ContractKey> = Exclude<
  Extract<keyof Contracts[K]["filters"], string>,
  `${string}(${string}`
>;

/** An event's arguments as a plain object: bigints, strings, booleans, and structs by field name. */
export type EventArgs<K extends ContractKey, E extends EventName<K>> = Plain<ArgumentsOf<Contracts[K]["filters"][E]>>;

type ArgumentsOf<Filter> = Filter extends TypedContractEvent ? TypedEventLog<Filter>["args"] : never;

/** All events of one name that `contract` emitted in a transaction, in order. */
export function eventsIn<K extends ContractKey, E extends EventName<K>>(
  client: Client,
  receipt: TransactionReceipt,
  contract: K,
  event: E,
): EventArgs<K, E>[] {
  const abi = interfaceOf(contract);
  const address = client.deployment.addresses[CONTRACTS[contract].name].toLowerCase();
  return receipt.logs.flatMap((log) => {
    if (log.address.toLowerCase() !== address) return [];
    const parsed = abi.parseLog(log);
    if (parsed?.name !== event) return [];
    // The ABI that types the event has decoded it.
    return [decodeArguments(parsed.fragment.inputs, parsed.args) as EventArgs<K, E>];
  });
}

/** The first such event. Throws {@link MissingEventError}: the deployment's contract is not the one these types describe. */
export function eventIn<K extends ContractKey, E extends EventName<K>>(
  client: Client,
  receipt: TransactionReceipt,
  contract: K,
  event: E,
): EventArgs<K, E> {
  const [first] = eventsIn(client, receipt, contract, event);
  if (first === undefined) throw new MissingEventError(CONTRACTS[contract].name, event, receipt.hash);
  return first;
}

export class MissingEventError extends BaseError {
  readonly code = "MISSING_EVENT";

  constructor(contract: string, event: string, transactionHash: string) {
    super(`Expected ${contract} to emit ${event} in ${transactionHash}, got nothing. Is this the right deployment?`);
  }
}
