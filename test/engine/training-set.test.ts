import { concatBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";

import { keccakText } from "../../engine/src/core/hash/keccak.js";
import {
  buildTrainingSet,
  MissingSeedError,
  NoHeldOutError,
  NoTrainingDataError,
} from "../../engine/src/core/text/build-training-set.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import type { SourceContribution } from "../../engine/src/core/text/live-chunks.js";
import { seeded } from "../vectors/seeded.js";
import { randomText } from "../vectors/words.js";

const seeds = new Map([
  [1n, keccakText("seed of Datanet 1")],
  [2n, keccakText("seed of Datanet 2")],
]);

function source(id: number, change: Partial<SourceContribution> = {}, bytes?: Uint8Array): SourceContribution {
  const text = bytes ?? randomText(seeded(`source ${id}`), 3000);
  return {
    contributionId: BigInt(id),
    datanetId: BigInt(1 + (id % 2)),
    committedBlock: BigInt(id),
    withdrawn: false,
    voidChunks: [],
    content: chunkContribution(text, { maxBytes: 10_000 }),
    ...change,
  };
}

const build = (contributions: readonly SourceContribution[]) =>
  buildTrainingSet({ contributions, seeds, cellBytes: 512 });
const named = (chunks: readonly (readonly [bigint, number])[]) => chunks.map(([id, index]) => `${id}/${index}`);

describe("buildTrainingSet", () => {
  const sources = [source(1), source(2), source(3), source(4)];

  it("uses every chunk once: in a cell of its own contribution, or held out", () => {
    const { contributions, cells, heldOut } = build(sources);
    const used = [...cells.flatMap((cell) => named(cell.chunks)), ...heldOut.flatMap((each) => named(each.chunks))];
    const all = sources.flatMap((each) => each.content.chunks.map((_, i) => `${each.contributionId}/${i}`));
    expect(used.sort()).to.deep.equal(all.sort());
    expect(heldOut.map(({ chunks }) => chunks.length)).to.deep.equal([2, 2]);
    for (const { contribution, chunks, bytes } of cells) {
      const { contributionId } = contributions[contribution]!;
      const { content } = sources.find((each) => each.contributionId === contributionId)!;
      expect(chunks.every(([id]) => id === contributionId)).to.equal(true);
      expect(bytes).to.deep.equal(concatBytes(...chunks.map(([, index]) => content.chunks[index]!)));
    }
    expect(contributions.map(({ cellCount }) => cellCount)).to.deep.equal(
      contributions.map((_, i) => cells.filter(({ contribution }) => contribution === i).length),
    );
  });

  it("does not depend on the order in which contributions arrive", () => {
    expect(build(sources.toReversed())).to.deep.equal(build(sources));
  });

  it("[numbers sorted as text] puts contributions and Datanets in the order of their numbers", () => {
    const wide = 2n ** 64n;
    const ids = [wide, 100n, 9n, 10n];
    const datanets = [wide, 9n, 10n, 100n];
    const { contributions, heldOut } = buildTrainingSet({
      contributions: ids.map((contributionId, i) => source(i, { contributionId, datanetId: datanets[i]! })),
      seeds: new Map(datanets.map((datanetId) => [datanetId, keccakText(`seed ${String(datanetId)}`)])),
      cellBytes: 512,
    });
    expect(contributions.map(({ contributionId }) => contributionId)).to.deep.equal([9n, 10n, 100n, wide]);
    expect(heldOut.map(({ datanetId }) => datanetId)).to.deep.equal([9n, 10n, 100n, wide]);
  });

  it("leaves out withdrawn contributions and void chunks", () => {
    const { contributions, cells } = build([
      source(1),
      source(2, { voidChunks: [0, 3] }),
      source(3, { withdrawn: true }),
    ]);
    expect(contributions.map(({ contributionId }) => contributionId)).to.deep.equal([1n, 2n]);
    const trained = cells.flatMap((cell) => named(cell.chunks));
    expect(trained).to.include("2/1").and.not.include("2/0").and.not.include("2/3");
  });

  it("trains a copied text once, for the earlier commitment", () => {
    const copy = source(5, { committedBlock: 0n }, concatBytes(...sources[0]!.content.chunks));
    const { contributions } = build([...sources, copy]);
    expect(contributions.map(({ contributionId }) => contributionId)).to.deep.equal([2n, 3n, 4n, 5n]);
    const later = build([...sources, { ...copy, committedBlock: 99n }]);
    expect(later).to.deep.equal(build(sources));
  });

  it("does not train on a copy of what was withdrawn", () => {
    const copy = source(5, {}, concatBytes(...sources[0]!.content.chunks));
    const { contributions } = build([source(1, { withdrawn: true }), source(2), source(3), copy]);
    expect(contributions.map(({ contributionId }) => contributionId)).to.deep.equal([2n, 3n]);
  });

  it("keeps a short contribution whole and holds nothing of it out", () => {
    const short = source(7, {}, randomText(seeded("short"), 300));
    const { contributions, heldOut } = build([...sources, short]);
    expect(contributions.at(-1)).to.deep.equal({ contributionId: 7n, datanetId: 2n, cellCount: 1 });
    expect(heldOut.flatMap(({ chunks }) => chunks).some(([id]) => id === 7n)).to.equal(false);
  });

  it("refuses unknown seeds, no data, and a Datanet without held-out text", () => {
    expect(() => build([source(1, { datanetId: 3n })])).to.throw(MissingSeedError);
    expect(() => build([source(1, { withdrawn: true })])).to.throw(NoTrainingDataError);
    expect(() => build([source(1)])).to.throw(NoHeldOutError);
  });
});
