import type { Log } from "ethers";

import { BaseError } from "../../engine/src/core/errors.js";
import type { ChainEvent } from "./chain-event.js";
import type { Client } from "./client.js";
import { CONTRACT_KEYS, CONTRACTS, type ContractKey, interfaceOf } from "./contracts.js";
import { decodeArguments } from "./decode-arguments.js";
import { decodeError, NetworkError } from "./errors.js";

/** Blocks asked for at once; nodes that allow fewer are asked again for half. */
const PAGE_BLOCKS = 10_000;

export type LogRange = {
  /** Default: the block of the deployment. */
  readonly fromBlock?: number;
  /** Inclusive. Default: the newest block. */
  readonly toBlock?: number;
  /** Default: all. */
  readonly contracts?: readonly ContractKey[];
  readonly pageBlocks?: number;
};

/**
 * Reads all events of the deployment in their order (block, then place in the block).
 * Throws {@link UnknownEventError} rather than leave an event out, and {@link NetworkError}.
 */
export async function readEvents(client: Client, range: LogRange = {}): Promise<ChainEvent[]> {
  const events: ChainEvent[] = [];
  for await (const page of eventPages(client, range)) events.push(...page.events);
  return events;
}

/** The same, page by page: for those who store as they read. `toBlock` is the last block the page covers. */
async function* eventPages(
  client: Client,
  range: LogRange = {},
): AsyncGenerator<{ readonly events: readonly ChainEvent[]; readonly toBlock: number }> {
  const keys = range.contracts ?? CONTRACT_KEYS;
  const keyOf = new Map(keys.map((key) => [addressOf(client, key).toLowerCase(), key]));
  // Fixed at the start: a chain that grows while it is read ends the reading all the same.
  const last = range.toBlock ?? (await newestBlock(client));
  const most = Math.max(1, range.pageBlocks ?? PAGE_BLOCKS);

  let size = most;
  for (let from = range.fromBlock ?? client.deployment.deployBlock; from <= last;) {
    const to = Math.min(last, from + size - 1);
    const logs = await readPage(client, [...keyOf.keys()], { from, to });
    if (logs === undefined) {
      size = Math.ceil((to - from + 1) / 2);
      continue;
    }
    yield { events: [...logs].sort(byPlace).map((log) => decode(log, keyOf)), toBlock: to };
    from = to + 1;
    size = Math.min(most, size * 2);
  }
}

/** @returns undefined when the node refuses a range that could be smaller. */
async function readPage(
  client: Client,
  address: string[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Log[] | undefined> {
  try {
    return await client.provider.getLogs({ address, fromBlock: from, toBlock: to });
  } catch (error) {
    const decoded = decodeError(error);
    // Nodes word their limits in many ways; only a dead node is not worth asking for less.
    if (from === to || (decoded instanceof NetworkError && !RANGE_LIMIT.test(decoded.message))) throw decoded;
    return undefined;
  }
}

const RANGE_LIMIT = /range|limit|too (?:many|large)|more than|timeout|exceed/i;

async function newestBlock(client: Client): Promise<number> {
  try {
    return await client.provider.getBlockNumber();
  } catch (error) {
    throw decodeError(error);
  }
}

function addressOf(client: Client, key: ContractKey): string {
  return client.deployment.addresses[CONTRACTS[key].name];
}

function byPlace(left: Log, right: Log): number {
  return left.blockNumber - right.blockNumber || left.index - right.index;
}

function decode(log: Log, keyOf: ReadonlyMap<string, ContractKey>): ChainEvent {
  const contract = keyOf.get(log.address.toLowerCase());
  const parsed = contract === undefined ? null : interfaceOf(contract).parseLog(log);
  if (contract === undefined || parsed === null) throw new UnknownEventError(log);
  return {
    contract,
    event: parsed.name,
    args: decodeArguments(parsed.fragment.inputs, parsed.args),
    blockNumber: log.blockNumber,
    logIndex: log.index,
    transactionHash: log.transactionHash,
  } as ChainEvent; // decoded by the ABI that types the pair
}

export class UnknownEventError extends BaseError {
  readonly code = "UNKNOWN_EVENT";

  constructor(log: Log) {
    super(
      `Expected events that the ABIs declare, got topic ${String(log.topics[0])} of ${log.address} in ${log.transactionHash}. ` +
        "Build the version of the contracts that is deployed.",
    );
  }
}
