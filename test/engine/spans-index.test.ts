import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { concatBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { decodeContribution, encodeContributions, nodesOfAll } from "../../engine/src/core/spans/contribution-table.js";
import { decodeIndexJson, encodeIndexJson } from "../../engine/src/core/spans/index-json.js";
import { SpanProofError, verifySpan } from "../../engine/src/core/spans/prove-span.js";
import { filterBytes } from "../../engine/src/core/spans/gram-filter.js";
import { KEY_BYTES, KEY_STRIDE } from "../../engine/src/core/spans/shard.js";
import type { SpanContribution } from "../../engine/src/core/spans/span-contribution.js";
import { traceAnswer, type TracedSpan } from "../../engine/src/core/spans/trace-answer.js";
import {
  type ChunkedContribution,
  chunkContribution,
  chunkProof,
} from "../../engine/src/core/text/chunk-contribution.js";
import { loadSuffixSorter } from "../../engine/src/io/kernels/load-suffix-sorter.js";
import { loadTreeHasher } from "../../engine/src/io/kernels/load-tree-hasher.js";
import { SpanIndexCorruptError } from "../../engine/src/io/spans/block-file.js";
import { buildSpanIndex, type SpanBuildTools } from "../../engine/src/io/spans/build-span-index.js";
import { joinIndexes } from "../../engine/src/io/spans/join-indexes.js";
import { openSpanIndex, type SpanIndex, SpanIndexMissingError } from "../../engine/src/io/spans/open-span-index.js";
import { CorruptContentError } from "../../engine/src/io/store/content-store.js";
import { hashOf } from "../helpers/hashes.js";
import { seeded } from "../vectors/seeded.js";
import { randomText } from "../vectors/words.js";

const VERSION = hashOf("a version") as Hex;
const SHARD_BYTES = 12_000;

describe("a span index on disk", () => {
  const contents = ["ada", "ben", "cleo"].map((name, i): ChunkedContribution => {
    const bytes = randomText(seeded(name), 9_000 + 7_000 * i);
    return chunkContribution(bytes, { maxBytes: bytes.length });
  });
  const contributions = contents.map((content, i): SpanContribution => {
    const voidChunks = [...content.chunks.keys()].filter((index) => i === 1 && index % 3 === 0);
    return {
      contributionId: BigInt(10 * i + 5),
      root: content.root,
      bytes: concatBytes(...content.chunks),
      voidChunks,
    };
  });
  const contentOf = (contributionId: bigint): ChunkedContribution =>
    contents[contributions.findIndex((each) => each.contributionId === contributionId)]!;
  const quote = (contribution: number, chunk: number) => contents[contribution]!.chunks[chunk]!;
  const answer = concatBytes(quote(0, 3), new TextEncoder().encode(" and "), quote(2, 40), quote(1, 4));
  const prompt = new Uint8Array();

  let tools: SpanBuildTools;
  let parent: string;
  let directory: string;
  before(async () => {
    tools = { sortSuffixes: await loadSuffixSorter(), hashTree: await loadTreeHasher(), shardBytes: SHARD_BYTES };
  });
  beforeEach(async () => {
    parent = await mkdtemp(path.join(os.tmpdir(), "openledger-spans-"));
    directory = path.join(parent, VERSION);
  });
  afterEach(() => rm(parent, { recursive: true }));

  async function* stream(of: readonly SpanContribution[] = contributions): AsyncGenerator<SpanContribution> {
    yield* of;
  }
  const build = (shardBytes = SHARD_BYTES, of?: readonly SpanContribution[]): Promise<void> =>
    buildSpanIndex(directory, { versionRoot: VERSION, contributions: stream(of) }, { ...tools, shardBytes });
  const read = async <T>(work: (index: SpanIndex) => T, cacheBytes?: number): Promise<T> => {
    const index = await openSpanIndex(directory, {
      versionRoot: VERSION,
      ...(cacheBytes !== undefined && { cacheBytes }),
    });
    try {
      return work(index);
    } finally {
      index.close();
    }
  };
  const sourced = (index: SpanIndex) =>
    traceAnswer({ answer, prompt }, index).map((span) => ({ span, source: index.source(span.first) }));
  const bytesOf = ({ start, length }: TracedSpan): Uint8Array => answer.subarray(start, start + length);

  describe("given several shards", () => {
    it("finds quotations where they stand, each with a proof that holds", async () => {
      await build();
      const found = await read(sourced);
      const expected = [
        [5n, 3],
        [25n, 40],
        [15n, 4],
      ];
      const places = found.map(({ source: { proof } }) => [proof.contributionId, proof.index]);
      for (const place of expected) expect(places).to.deep.include(place);
      for (const { span, source } of found) {
        const content = contentOf(source.proof.contributionId);
        const contribution = { root: content.root, chunkCount: content.chunks.length };
        expect(source.chunk).to.deep.equal(content.chunks[source.proof.index]);
        expect(() => verifySpan(bytesOf(span), source, contribution)).not.to.throw();
      }
    });

    it("gives the answers of a single shard, and with a cache of a single block as well", async () => {
      await build();
      expect((await readdir(directory)).filter((name) => name.endsWith(".shard")).length).to.be.greaterThan(3);
      const ofMany = await read(sourced);
      const uncached = await read(sourced, 1);
      await rm(directory, { recursive: true });
      await build(2 ** 20);
      const ofOne = await read(sourced);
      const places = (found: typeof ofOne) =>
        found.map(({ span: { start, length, count, weight }, source }) => ({ start, length, count, weight, source }));
      expect(places(ofMany)).to.deep.equal(places(ofOne));
      expect(uncached).to.deep.equal(ofMany);
    });

    it("is the same bytes whenever it is built", async () => {
      await build();
      const names = await readdir(directory);
      const first = await Promise.all(names.map((name) => readFile(path.join(directory, name))));
      await rm(directory, { recursive: true });
      await build();
      const second = await Promise.all(names.map((name) => readFile(path.join(directory, name))));
      expect(second).to.deep.equal(first);
    });

    it("leaves out chunks that do not count, and counts the bytes of those that do", async () => {
      await build();
      const voided = contents[1]!.chunks[3]!;
      await read((index) => {
        const spans = traceAnswer({ answer: voided, prompt }, index);
        for (const { first } of spans)
          expect(index.source(first).proof).not.to.include({ contributionId: 15n, index: 3 });
        const total = contributions.reduce((sum, { contributionId, bytes, voidChunks }) => {
          const { chunks } = contentOf(contributionId);
          return sum + voidChunks.reduce((left, index) => left - chunks[index]!.length, bytes.length);
        }, 0);
        expect(index.byteCounts.reduce((sum, count) => sum + count, 0n)).to.equal(BigInt(total));
      });
    });
  });

  it("answers together with another one as a single index of both would", async () => {
    const [first, ...others] = contributions;
    const whole = path.join(parent, "whole");
    const parts = [path.join(parent, "first"), path.join(parent, "others")];
    const lists = [contributions, [first!], others];
    for (const [i, each] of [whole, ...parts].entries()) {
      const source = { versionRoot: VERSION, contributions: stream(lists[i]) };
      await buildSpanIndex(each, source, tools);
    }
    const open = (each: string): Promise<SpanIndex> => openSpanIndex(each, { versionRoot: VERSION });
    const indexes = [await open(whole), joinIndexes(await Promise.all(parts.map(open)))];
    const [ofWhole, ofParts] = indexes.map((index) =>
      sourced(index).map(({ span: { start, length, count, weight }, source }) => {
        return { start, length, count, weight, source };
      }),
    );
    for (const index of indexes) index.close();
    expect(ofParts).to.deep.equal(ofWhole);
    expect(ofWhole!.map(({ source }) => source.proof.contributionId)).to.include.members([5n, 15n, 25n]);
  });

  describe("when it is built", () => {
    it("leaves nothing behind that was interrupted", async () => {
      async function* interrupted(): AsyncGenerator<SpanContribution> {
        yield contributions[0]!;
        throw new Error("interrupted");
      }
      const source = { versionRoot: VERSION, contributions: interrupted() };
      const failure = await buildSpanIndex(directory, source, tools).catch((error: unknown) => error);
      expect(failure).to.be.an.instanceOf(Error).with.property("message", "interrupted");
      expect(await readdir(parent)).to.deep.equal([]);
    });

    it("refuses bytes that are not those of their root, or no contribution at all", async () => {
      const [ada] = contributions as [SpanContribution];
      for (const bytes of [ada.bytes.subarray(1), new Uint8Array(), Uint8Array.of(0, 255)]) {
        const failure = await build(SHARD_BYTES, [{ ...ada, bytes }]).catch((error: unknown) => error);
        expect(failure).to.be.an.instanceOf(CorruptContentError);
      }
      expect(await readdir(parent)).to.deep.equal([]);
    });

    it("keeps an index that stands already", async () => {
      await build();
      await build();
      expect(await readdir(parent)).to.deep.equal([VERSION]);
      expect(await read(sourced)).not.to.be.empty;
    });

    it("may hold nothing at all", async () => {
      await build(SHARD_BYTES, []);
      expect(await read(sourced)).to.deep.equal([]);
    });
  });

  describe("when it is opened", () => {
    const failure = (work: Promise<unknown>): Promise<unknown> =>
      work.then(() => undefined).catch((error: unknown) => error);
    const shard = (): string => path.join(directory, "00001.shard");

    it("says that none is there", async () => {
      expect(await failure(read(sourced))).to.be.an.instanceOf(SpanIndexMissingError);
    });

    it("refuses the index of another version", async () => {
      await build();
      const opened = openSpanIndex(directory, { versionRoot: hashOf("another") as Hex });
      expect(await failure(opened)).to.be.an.instanceOf(SpanIndexCorruptError);
    });

    it("refuses a directory in which a file is missing", async () => {
      for (const name of ["00001.shard", "contributions", "nodes"]) {
        await build();
        await rm(path.join(directory, name));
        expect(await failure(read(sourced)), name).to.be.an.instanceOf(SpanIndexCorruptError);
        await rm(directory, { recursive: true });
      }
    });

    it("refuses a file that is cut short", async () => {
      for (const name of ["00001.shard", "contributions", "nodes", "index.json"]) {
        await build();
        const file = path.join(directory, name);
        await truncate(file, (await readFile(file)).length - 1);
        expect(await failure(read(sourced)), name).to.be.an.instanceOf(SpanIndexCorruptError);
        await rm(directory, { recursive: true });
      }
    });

    it("refuses a description that was changed, though it is still well-formed", async () => {
      await build();
      const file = path.join(directory, "index.json");
      const text = await readFile(file, "utf8");
      await writeFile(file, text.replace('"count":3', '"count":2'));
      expect(await failure(read(sourced))).to.be.an.instanceOf(SpanIndexCorruptError);
    });

    it("refuses a table of contributions that was changed", async () => {
      await build();
      const file = path.join(directory, "contributions");
      const table = await readFile(file);
      table[31]! ^= 1; // an id
      await writeFile(file, table);
      expect(await failure(read(sourced))).to.be.an.instanceOf(SpanIndexCorruptError);
    });

    it("refuses any block of a shard that is not as it was written, once it is read", async () => {
      await build();
      const right = await readFile(shard());
      const blocks = Math.floor(right.length / 4096);
      for (let block = 0; block <= blocks; block++) {
        const wrong = Uint8Array.from(right);
        wrong[Math.min(block * 4096 + 17, wrong.length - 1)]! ^= 1;
        await writeFile(shard(), wrong);
        const outcome = await failure(read(readEverything));
        expect(outcome, `block ${String(block)}`).to.be.an.instanceOf(SpanIndexCorruptError);
      }
    });

    it("shows nothing from tree nodes that are wrong", async () => {
      await build();
      const nodes = path.join(directory, "nodes");
      await writeFile(
        nodes,
        (await readFile(nodes)).map((byte) => byte ^ 1),
      );
      await read((index) => {
        const [{ span, source }] = sourced(index) as [ReturnType<typeof sourced>[number]];
        const content = contentOf(source.proof.contributionId);
        const contribution = { root: content.root, chunkCount: content.chunks.length };
        expect(() => verifySpan(bytesOf(span), source, contribution)).to.throw(SpanProofError);
      });
    });
  });
});

describe("verifySpan", () => {
  const bytes = randomText(seeded("verify"), 2_000);
  const { root, chunks, leaves } = chunkContribution(bytes, { maxBytes: bytes.length });
  const chunk = chunks[2]!;
  const span = chunk.subarray(10, 60);

  it("refuses bytes, places, chunks and roots that do not belong together", () => {
    const source = { chunk, offset: 10, proof: chunkProof(5n, leaves, 2) };
    const contribution = { root, chunkCount: chunks.length };
    expect(() => verifySpan(span, source, contribution)).not.to.throw();
    const wrong = [
      [span, { ...source, offset: 11 }, contribution],
      [span, { ...source, offset: chunk.length - 20 }, contribution],
      [span, { ...source, chunk: chunks[3]! }, contribution],
      [span, { ...source, proof: { ...source.proof, index: 3 } }, contribution],
      [span, source, { ...contribution, root: hashOf("another root") as Hex }],
      [span, source, { ...contribution, chunkCount: 2 * chunks.length }],
    ] as const;
    for (const [bytes, given, known] of wrong) expect(() => verifySpan(bytes, given, known)).to.throw(SpanProofError);
  });
});

describe("index.json", () => {
  it("reads back as it was written", () => {
    const index = {
      versionRoot: VERSION,
      contributions: { count: 3, crc: 2 ** 31 },
      shards: [{ size: 100, chunkCount: 2, checksCrc: 2 ** 32 - 1 }],
      byteCounts: Array.from({ length: 256 }, (_, byte) => BigInt(byte) ** 7n),
    };
    expect(decodeIndexJson(encodeIndexJson(index))).to.deep.equal(index);
  });
});

describe("the table of contributions", () => {
  const contributions = [3, 1, 2].map((chunkCount, i) => {
    return { contributionId: 2n ** 200n + BigInt(i), root: hashOf(`root ${String(i)}`) as Hex, chunkCount };
  });

  it("reads back as it was written, with where each one's nodes begin", () => {
    const table = encodeContributions(contributions);
    const firstNodes = [0, 5, 5]; // three chunks have two nodes above them below the root, one is the root itself
    for (const [place, contribution] of contributions.entries()) {
      expect(decodeContribution(table, place)).to.deep.equal({ ...contribution, firstNode: firstNodes[place] });
    }
    expect(nodesOfAll(table)).to.equal(7);
    expect(nodesOfAll(encodeContributions([]))).to.equal(0);
  });
});

/** Asks for every byte of the text, the suffixes, the keys, the filter and the chunks. */
function readEverything({ shards }: SpanIndex): void {
  for (const { size, chunkCount, byte, suffix, keyByte, filterByte, chunk } of shards) {
    for (let at = 0; at < size; at++) byte(at) + suffix(at);
    for (let at = 0; at < Math.ceil(size / KEY_STRIDE) * KEY_BYTES; at++) keyByte(at);
    for (let at = 0; at < filterBytes(size); at++) filterByte(at);
    for (let place = 0; place < chunkCount; place++) chunk(place);
  }
}
