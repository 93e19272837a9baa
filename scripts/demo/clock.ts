import type { NetworkHooks } from "hardhat/types/hooks";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { GENESIS_SECONDS } from "./genesis.js";

/** Its name in hardhat.config.ts. */
export const DEMO_NETWORK = "demo";
const SECONDS_PER_BLOCK = 12;
/** What makes an in-process chain mine: a block for each. */
const MINING_METHODS = new Set(["eth_sendTransaction", "eth_sendRawTransaction", "evm_mine"]);

/** Block time of an in-process chain, moved only by its blocks and by {@link advance}. */
export class Clock {
  #now = GENESIS_SECONDS;

  /** Gives every block of the demonstration's chain its time. @returns what takes the clock off again. */
  install(hre: HardhatRuntimeEnvironment): () => void {
    const handlers: Partial<NetworkHooks> = {
      onRequest: async (context, connection, request, next) => {
        if (connection.networkName === DEMO_NETWORK && MINING_METHODS.has(request.method)) {
          this.#now += SECONDS_PER_BLOCK;
          await connection.provider.request({ method: "evm_setNextBlockTimestamp", params: [this.#now] });
        }
        return next(context, connection, request);
      },
    };
    hre.hooks.registerHandlers("network", handlers);
    return () => {
      hre.hooks.unregisterHandlers("network", handlers);
    };
  }

  get now(): number {
    return this.#now;
  }

  /** The next block comes this much later. */
  advance(seconds: number): void {
    this.#now += seconds;
  }
}
