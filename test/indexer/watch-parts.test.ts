import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import fc from "fast-check";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { ContentStore, MissingContentError } from "../../engine/src/io/store/content-store.js";
import { backoffMs } from "../../indexer/src/watch/backoff.js";
import { type BlockMark, countStanding, withMark } from "../../indexer/src/watch/block-marks.js";
import { drawCells } from "../../indexer/src/watch/draw-cells.js";
import { mirrors } from "../../indexer/src/watch/mirrors.js";
import { staggerMs } from "../../indexer/src/watch/stagger.js";
import { readState, StateFile } from "../../indexer/src/watch/state-file.js";
import type { WatchEvent } from "../../indexer/src/watch/watch-event.js";
import {
  decodeWatchState,
  emptyState,
  encodeWatchState,
  rewound,
  type WatchState,
} from "../../indexer/src/watch/watch-state.js";
import { hashOf } from "../helpers/hashes.js";

const mark = (number: number, fork = ""): BlockMark => ({ number, hash: hashOf(`block ${String(number)}${fork}`) });

describe("the watcher's parts", () => {
  it("leave a dead node alone for longer and longer, at most a minute, never in step", () => {
    const longest = [1, 2, 3, 8, 9, 1000].map((attempt) => backoffMs(attempt, () => 0));
    expect(longest).to.deep.equal([500, 1_000, 2_000, 60_000, 60_000, 60_000]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, chance) => {
          const delay = backoffMs(attempt, (bound) => Math.floor(chance * bound));
          return delay >= 250 && delay <= 60_000;
        },
      ),
    );
  });

  it("wait their own time for a batch, the same whenever it is asked, and not at the window's end", () => {
    const watchers = Array.from({ length: 20 }, (_, i) => hashOf(`watcher ${String(i)}`).slice(0, 42) as Hex);
    const options = { spreadMs: 30_000, remainingMs: 86_400_000 };
    const delays = watchers.map((watcher) => staggerMs(watcher, hashOf("batch"), options));
    expect(delays.every((delay) => delay >= 0 && delay <= 30_000)).to.equal(true);
    expect(new Set(delays).size).to.equal(20);
    expect(watchers.map((watcher) => staggerMs(watcher, hashOf("batch"), options))).to.deep.equal(delays);
    expect(staggerMs(watchers[0]!, hashOf("batch"), { spreadMs: 30_000, remainingMs: 119_999 })).to.equal(0);
  });

  it("draw cells that the beacon and the model choose, each once", () => {
    const draw = (block: string, modelId: bigint, count = 4) =>
      drawCells({ blockHash: hashOf(block), modelId }, { cells: 75, count });
    expect(draw("a", 1n)).to.deep.equal(draw("a", 1n)).and.have.length(4);
    expect(draw("a", 1n)).not.to.deep.equal(draw("b", 1n));
    expect(draw("a", 1n)).not.to.deep.equal(draw("a", 2n));
    expect(draw("a", 1n, 100)).to.deep.equal(Array.from({ length: 75 }, (_, cell) => cell));
  });

  it("find how many kept blocks the chain still has, wherever it forked", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.nat(40), async (count, fork) => {
        const marks = Array.from({ length: count }, (_, i) => mark(i * 3));
        const chain = (block: number) =>
          Promise.resolve(
            block / 3 < fork ? hashOf(`block ${String(block)}`) : block % 2 === 0 ? "another" : undefined,
          );
        expect(await countStanding(marks, chain)).to.equal(Math.min(count, fork));
      }),
    );
  });

  it("keep the newest blocks, and no two of one number", () => {
    const marks = Array.from({ length: 300 }, (_, i) => mark(i)).reduce(withMark, [] as readonly BlockMark[]);
    expect(marks).to.have.length(256);
    expect(withMark(marks, mark(298, "'")).slice(-2)).to.deep.equal([mark(297), mark(298, "'")]);
  });

  describe("with files", () => {
    let directory: string;
    beforeEach(async () => {
      directory = await mkdtemp(path.join(tmpdir(), "openledger-watch-parts-"));
    });
    afterEach(() => rm(directory, { recursive: true }));

    const STATE: WatchState = {
      scope: "ledger everything",
      marks: [mark(7), mark(9)],
      batches: [
        { id: hashOf("early"), block: 7, kind: "right", detail: "" },
        { id: hashOf("late"), block: 9, kind: "refutable", detail: "score" },
      ],
      models: [{ id: "12", block: 8, kind: "disputable", detail: "weights" }],
      demanded: [hashOf("late")],
    };

    it("take a file that the first place has damaged or not at all from the next", async () => {
      const [first, second] = [
        new ContentStore(path.join(directory, "1")),
        new ContentStore(path.join(directory, "2")),
      ];
      const bytes = new TextEncoder().encode("a bundle");
      const { hash } = await second.writeBundle(bytes);
      const both = mirrors([first, second]);
      expect(await both.readBundle(hash)).to.deep.equal(bytes);
      await first.writeBundle(bytes);
      await writeFile(first.fileOf({ kind: "bundle", hash }), "damaged");
      expect(await both.readBundle(hash)).to.deep.equal(bytes);
      const missing: unknown = await both.readData(hash).catch((error: unknown) => error);
      expect(missing).to.be.instanceOf(MissingContentError);
    });

    it("remember what was judged, and start anew from a file of something else", async () => {
      const file = path.join(directory, "deep", "watch.json");
      const told: WatchEvent[] = [];
      const read = (scope: string) => readState(file, scope, (event) => told.push(event));
      expect(await read(STATE.scope)).to.deep.equal(emptyState(STATE.scope));
      expect(told).to.be.empty;
      await new StateFile(file).write(STATE);
      expect(await read(STATE.scope)).to.deep.equal(STATE);
      expect(await read("another")).to.deep.equal(emptyState("another"));
      for (const damaged of ["", "{", '{"format":"openledger-watch-v0"}']) {
        await writeFile(file, damaged);
        expect(await read(STATE.scope)).to.deep.equal(emptyState(STATE.scope));
      }
      expect(told.map(({ event }) => event)).to.deep.equal(Array.from({ length: 4 }, () => "forgotten"));
    });

    it("forget what came after a block", () => {
      const { batches, models, marks, demanded } = rewound(STATE, 7);
      expect(batches.map(({ id }) => id)).to.deep.equal([hashOf("early")]);
      expect([models, demanded]).to.deep.equal([[], []]);
      expect(marks).to.deep.equal([mark(7)]);
      expect(decodeWatchState(encodeWatchState(STATE))).to.deep.equal(STATE);
    });
  });
});
