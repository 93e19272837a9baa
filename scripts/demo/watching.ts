import { EventEmitter, once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { randomStream } from "../../engine/src/core/train/random.js";
import { baseHash } from "../../engine/src/io/checkpoint/load-base.js";
import { engineHash } from "../../engine/src/io/kernels/load-engine.js";
import { watch } from "../../indexer/src/watch.js";
import { demandData } from "../../indexer/src/watch/demand-data.js";
import type { WatchEvent } from "../../indexer/src/watch/watch-event.js";
import { type Attribution, worldOf } from "./attribution.js";

/** Cells that the watcher trains the model again without. */
const SPOT_CELLS = 1;

/** What became of a wrong batch: its proof, and where its signers' stake went, token base units. */
export type Refuted = { readonly proof: string; readonly bounty: bigint; readonly burnt: bigint };

/** `npx hardhat watch` beside the demonstration, in the same process: an account that reads logs and published files only. */
export class RunningWatcher {
  readonly #at: Attribution;
  readonly #told = new EventEmitter();
  readonly #stop = new AbortController();
  readonly #stateFolder: string;
  readonly #running: ReturnType<typeof watch>;

  private constructor(
    at: Attribution,
    stateFolder: string,
    hashes: { readonly engineHash: Hex; readonly baseHash: Hex },
  ) {
    const { chain, lab, store } = at;
    const client = chain.as(chain.cast.watcher);
    const account = chain.cast.watcher.address as Hex;
    const random = randomStream(keccakText(account), "backoff");
    this.#at = at;
    this.#stateFolder = stateFolder;
    this.#running = watch({
      ...{ client, account, published: store, lab: { ...lab, ...hashes } },
      ...{ dryRun: false, once: false, signal: this.#stop.signal },
      ...{ pollMs: 20, spreadMs: 0, patienceMs: 600_000, spotCells: SPOT_CELLS, trainingLimitMs: 60_000 },
      stateFile: path.join(stateFolder, "state.json"),
      demand: demandData(client, account),
      report: (event) => this.#told.emit("event", event),
      nowMs: Date.now,
      random: (bound) => random.below(Math.ceil(bound)),
    });
  }

  static async start(at: Attribution): Promise<RunningWatcher> {
    const stateFolder = await mkdtemp(path.join(tmpdir(), "openledger-watcher-"));
    return new RunningWatcher(at, stateFolder, { engineHash: (await engineHash()) as Hex, baseHash: await baseHash() });
  }

  /** Posts a batch and waits for what the watcher says of it. @returns what it was refuted by; undefined for a right one. */
  async verdictOn<Posted extends { readonly id: string }>(
    post: () => Promise<Posted>,
  ): Promise<{ readonly posted: Posted; readonly refuted: Refuted | undefined }> {
    const before = (await worldOf(this.#at.chain)).staking;
    const events: WatchEvent[] = [];
    const listen = (event: WatchEvent) => events.push(event);
    this.#told.on("event", listen);
    try {
      const posted = await post();
      for (;;) {
        const said = events.find((event) => "batchId" in event && event.batchId === posted.id && isLast(event));
        if (said?.event === "judged") return { posted, refuted: undefined };
        if (said?.event === "refuted") {
          const { bounties, burnt } = (await worldOf(this.#at.chain)).staking;
          return {
            posted,
            refuted: { proof: said.proof, bounty: bounties - before.bounties, burnt: burnt - before.burnt },
          };
        }
        await Promise.race([once(this.#told, "event"), this.#running]); // a watcher that fails says why
      }
    } finally {
      this.#told.off("event", listen);
    }
  }

  /** Ends it. @returns how many batches and models it judged. */
  async stop(): Promise<number> {
    this.#stop.abort();
    const { judged } = await this.#running;
    await rm(this.#stateFolder, { recursive: true });
    return judged;
  }
}

/** Whether the watcher has nothing more to do about the batch. */
function isLast(event: WatchEvent): boolean {
  return event.event === "refuted" || (event.event === "judged" && event.verdict.kind === "right");
}
