import type { Block } from "ethers";

import type { Hex } from "../../../engine/src/core/hash/hex.js";
import type { ChainEvent } from "../../../sdk/src/chain-event.js";
import type { Client } from "../../../sdk/src/client.js";
import { decodeError, NetworkError } from "../../../sdk/src/errors.js";
import { readEvents } from "../../../sdk/src/logs.js";
import { extend, replay, type World } from "../replay.js";
import { type BlockMark, countStanding, withMark } from "./block-marks.js";

/** What a look at the chain found. */
export type Followed = {
  readonly world: World;
  readonly head: { readonly number: number; /** Unix seconds. */ readonly timestamp: bigint };
  /** The last block that is still the chain's, where some that were followed are not. */
  readonly rewoundTo: number | undefined;
};

/** Keeps the state that the event logs tell, through reorganisations. */
export class Follower {
  readonly #client: Client;
  #marks: readonly BlockMark[];
  #world: World | undefined;
  #readTo = 0;
  /** Block of every model's registration: the beacon of its spot check comes after it. */
  readonly registeredAt = new Map<bigint, number>();

  /** @param marks of an earlier run, to know whether the chain has changed meanwhile. */
  constructor(client: Client, marks: readonly BlockMark[]) {
    this.#client = client;
    this.#marks = marks;
  }

  get marks(): readonly BlockMark[] {
    return this.#marks;
  }

  /** Reads on to the newest block. Throws {@link NetworkError}; what was known before is then still good. */
  async advance(): Promise<Followed> {
    const standing = await countStanding(this.#marks, (block) => this.hashAt(block));
    const rewoundTo = standing < this.#marks.length ? (this.#marks[standing - 1]?.number ?? 0) : undefined;
    const head = await this.#block("latest");
    if (head === undefined) throw new NetworkError("it knows no newest block");

    // A state cannot be rolled back, so after a reorganisation it is made anew, from the deployment's block on.
    const kept = rewoundTo === undefined ? this.#world : undefined;
    const fromBlock = kept === undefined ? this.#client.deployment.deployBlock : this.#readTo + 1;
    const events = head.number < fromBlock ? [] : await readEvents(this.#client, { fromBlock, toBlock: head.number });
    if ((await this.hashAt(head.number)) !== head.hash)
      throw new NetworkError("its blocks changed while they were read");

    if (kept === undefined) {
      this.registeredAt.clear();
      this.#world = replay(events, String(this.#client.deployment.arguments["treasury"]));
    } else extend(kept, events);
    this.#noteRegistrations(events);
    this.#readTo = head.number;
    this.#marks = withMark(this.#marks.slice(0, standing), { number: head.number, hash: head.hash as Hex });
    return {
      world: this.#world!,
      head: { number: head.number, timestamp: BigInt(head.timestamp) },
      rewoundTo,
    };
  }

  async hashAt(block: number): Promise<string | undefined> {
    return (await this.#block(block))?.hash ?? undefined;
  }

  async #block(tag: number | "latest"): Promise<Block | undefined> {
    try {
      return (await this.#client.provider.getBlock(tag)) ?? undefined;
    } catch (error) {
      throw decodeError(error);
    }
  }

  #noteRegistrations(events: readonly ChainEvent[]): void {
    for (const each of events) {
      if (each.contract !== "models" || each.event !== "ModelRegistered") continue;
      this.registeredAt.set(each.args.modelId, each.blockNumber);
    }
  }
}
