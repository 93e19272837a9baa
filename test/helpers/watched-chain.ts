import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { ContentStore } from "../../engine/src/io/store/content-store.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { NO_DEMAND } from "../../indexer/src/watch/demand.js";
import { judgeWhole } from "../../indexer/src/watch/judge-whole.js";
import { ModelShelf } from "../../indexer/src/watch/model-shelf.js";
import { Watcher, type WatcherOptions } from "../../indexer/src/watch/watcher.js";
import type { WatchEvent } from "../../indexer/src/watch/watch-event.js";
import { emptyState, type WatchState } from "../../indexer/src/watch/watch-state.js";
import type { Client } from "../../sdk/src/client.js";
import { mine, time } from "./chain.js";
import { sdkWorld } from "./sdk-world.js";
import { LAB, type Stage, stageModel } from "./staged-model.js";

/** The in-process chain with a staged model, its files in a directory of their own, and two accounts that watch. */
export async function watchedChain() {
  const { as, deployer, alice, bob, carol, mallory } = await sdkWorld();
  const directory = await mkdtemp(path.join(os.tmpdir(), "openledger-watch-"));
  const stage: Stage = {
    chief: as(deployer),
    contributors: [as(alice), as(bob)],
    store: new ContentStore(directory),
    pass: async (seconds) => {
      await time.increase(seconds);
    },
    mine: async (blocks) => {
      await mine(blocks);
    },
  };
  await stageModel(stage);
  return { stage, watchers: [as(carol), as(mallory)] as const };
}

/** A watcher that is turned by hand: its clock stands until it is moved, and what it tells is kept. */
export async function watcherOf(
  client: Client,
  { store }: Pick<Stage, "store">,
  options: Partial<WatcherOptions> & { readonly state?: WatchState } = {},
) {
  const { state = emptyState("test"), ...rest } = options;
  const told: WatchEvent[] = [];
  const clock = { nowMs: 0 };
  const watcher = new Watcher(
    {
      client,
      account: (await client.signer!.getAddress()) as Hex,
      judge: judgeWhole({ deployment: client.deployment, published: store, shelf: new ModelShelf(store), lab: LAB }),
      demand: NO_DEMAND,
      report: (event) => {
        if (event.event !== "followed") told.push(event);
      },
      dryRun: false,
      spreadMs: 30_000,
      patienceMs: 600_000,
      nowMs: () => clock.nowMs,
      ...rest,
    },
    state,
  );
  return { watcher, told, clock, events: () => told.map(({ event }) => event) };
}
