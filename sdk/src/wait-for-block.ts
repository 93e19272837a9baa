import { BaseError } from "../../engine/src/core/errors.js";
import type { Client } from "./client.js";
import { decodeError } from "./errors.js";

export type Waiting = {
  /** Milliseconds between two looks at the chain. Default 500. */
  readonly pollMs?: number;
  /** Milliseconds after which a chain counts as standing still. Default 5 minutes. */
  readonly timeoutMs?: number;
  /** Called while the chain has not come far enough: a local chain mines here. */
  readonly advance?: (missingBlocks: number) => Promise<void>;
};

/** Waits until block `target` exists. Throws {@link BlockTimeoutError}. */
export async function waitForBlock(client: Client, target: number, waiting: Waiting = {}): Promise<void> {
  const { pollMs = 500, timeoutMs = 300_000, advance } = waiting;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const block = await newest(client);
    if (block >= target) return;
    if (Date.now() > deadline) throw new BlockTimeoutError(target, block);

    if (advance === undefined) await new Promise((resolve) => setTimeout(resolve, pollMs));
    else await advance(target - block);
  }
}

async function newest(client: Client): Promise<number> {
  try {
    // Asked of the node each time: a provider's own counter may be cached.
    const block = await client.provider.getBlock("latest");
    return block?.number ?? 0;
  } catch (error) {
    throw decodeError(error);
  }
}

export class BlockTimeoutError extends BaseError {
  readonly code = "BLOCK_TIMEOUT";

  constructor(target: number, block: number) {
    super(
      `Expected block ${String(target)}, but the chain stands at ${String(block)}. ` +
        "A local chain mines only when asked: send it hardhat_mine, or start it with an interval.",
    );
  }
}
