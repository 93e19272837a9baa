import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { GENESIS_SECONDS } from "./genesis.js";

const SECONDS_PER_BLOCK = 12;
/** What makes an in-process chain mine: a block for each. */
const MINING_METHODS = new Set(["eth_sendTransaction", "eth_sendRawTransaction", "evm_mine"]);

/** Block time of an in-process chain, moved only by its blocks and by {@link advance}. */
export class Clock {
  #now = GENESIS_SECONDS;

  /** Gives every block of `hre`'s connections its time. */
  install(hre: HardhatRuntimeEnvironment): void {
    hre.hooks.registerHandlers("network", {
      onRequest: async (context, connection, request, next) => {
        if (MINING_METHODS.has(request.method)) {
          this.#now += SECONDS_PER_BLOCK;
          await connection.provider.request({ method: "evm_setNextBlockTimestamp", params: [this.#now] });
        }
        return next(context, connection, request);
      },
    });
  }

  get now(): number {
    return this.#now;
  }

  /** The next block comes this much later. */
  advance(seconds: number): void {
    this.#now += seconds;
  }
}
