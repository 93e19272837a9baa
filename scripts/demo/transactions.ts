import type { TransactionReceipt, TransactionResponse } from "ethers";

import { CONTRACT_KEYS, CONTRACTS, interfaceOf } from "../../sdk/src/contracts.js";
import type { DemoChain } from "./chain.js";

/** One transaction as a person reads it. */
export type ShownTransaction = {
  readonly block: number;
  readonly hash: string;
  readonly from: string;
  /** `Contract.function`, or `deploys Contract`. */
  readonly what: string;
  readonly gas: bigint;
};

/** Every transaction of the demonstration in order; each call returns those since the last. */
export class TransactionLog {
  readonly all: ShownTransaction[] = [];
  readonly #chain: DemoChain;
  #next = 1;

  constructor(chain: DemoChain) {
    this.#chain = chain;
  }

  async latest(): Promise<readonly ShownTransaction[]> {
    const { provider } = this.#chain.as(this.#chain.cast.watcher);
    const fresh: ShownTransaction[] = [];
    for (const last = await provider.getBlockNumber(); this.#next <= last; this.#next++) {
      const block = await provider.getBlock(this.#next, true);
      for (const transaction of block!.prefetchedTransactions) {
        const receipt = await provider.getTransactionReceipt(transaction.hash);
        fresh.push(this.#show(transaction, receipt!));
      }
    }
    this.all.push(...fresh);
    return fresh;
  }

  #show(transaction: TransactionResponse, receipt: TransactionReceipt): ShownTransaction {
    return {
      block: receipt.blockNumber,
      hash: transaction.hash,
      from: this.#chain.nameOf(transaction.from),
      what: this.#describe(transaction, receipt),
      gas: receipt.gasUsed,
    };
  }

  #describe({ to, data, value }: TransactionResponse, { contractAddress }: TransactionReceipt): string {
    const { addresses } = this.#chain.deployment;
    const key = CONTRACT_KEYS.find((each) => addresses[CONTRACTS[each].name] === (to ?? contractAddress));
    if (key === undefined) return to === null ? "deploys a contract" : `transfers ${String(value)}`;
    const { name } = CONTRACTS[key];
    return to === null ? `deploys ${name}` : `${name}.${interfaceOf(key).parseTransaction({ data })?.name ?? "?"}`;
  }
}

/** One line: block, sender, what, gas, hash. */
export function transactionLine({ block, hash, from, what, gas }: ShownTransaction): string {
  const amount = gas.toLocaleString("en-US").padStart(9);
  return `#${String(block).padStart(3)}  ${from.padEnd(10)}  ${what.padEnd(38)} ${amount} gas  ${hash.slice(0, 10)}…`;
}
