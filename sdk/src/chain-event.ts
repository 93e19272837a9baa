import type { ContractKey } from "./contracts.js";
import type { EventArgs, EventName } from "./events.js";

/** One event of the deployment, typed by the pair of `contract` and `event`. */
export type ChainEvent = {
  [K in ContractKey]: { [E in EventName<K>]: ChainEventOf<K, E> }[EventName<K>];
}[ContractKey];

export type ChainEventOf<K extends ContractKey, E extends EventName<K>> = {
  readonly contract: K;
  readonly event: E;
  readonly args: EventArgs<K, E>;
  readonly blockNumber: number;
  /** Place in the block, over all its transactions. */
  readonly logIndex: number;
  readonly transactionHash: string;
};

/** The events of one name, in the order given. */
export function eventsOf<K extends ContractKey, E extends EventName<K>>(
  events: readonly ChainEvent[],
  contract: K,
  event: E,
): ChainEventOf<K, E>[] {
  // The union has exactly one member for each pair.
  return events.filter((each) => each.contract === contract && each.event === event) as unknown as ChainEventOf<K, E>[];
}
