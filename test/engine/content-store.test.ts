import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { encodeBundle } from "../../engine/src/core/bundle/bundle.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { keccak } from "../../engine/src/core/hash/keccak.js";
import { EmptyContributionError } from "../../engine/src/core/text/chunk-contribution.js";
import { ContentStore, CorruptContentError, MissingContentError } from "../../engine/src/io/store/content-store.js";
import { BadContentUriError, parseContentUri } from "../../engine/src/io/store/content-uri.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { seeded } from "../vectors/seeded.js";
import { randomText } from "../vectors/words.js";

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("ContentStore", () => {
  const random = seeded("store");
  const bundle = encodeBundle(new Map([["a.bin", new Uint8Array(random.lanes(9000).buffer)]]));
  const data = randomText(random, 3000);
  let store: ContentStore;

  beforeEach(async () => {
    store = new ContentStore(await mkdtemp(path.join(tmpdir(), "openledger-store-")));
  });
  afterEach(async () => rm(store.directory, { recursive: true }));

  it("gives back what was stored, by hash and by URI, and leaves no other file", async () => {
    const [storedBundle, storedData] = [await store.writeBundle(bundle), await store.writeData(data)];
    await store.writeBundle(bundle); // again: the same file
    expect(await store.readBundle(storedBundle.hash)).to.deep.equal(bundle);
    expect(await store.readData(storedData.hash)).to.deep.equal(data);
    expect(await store.resolve(storedBundle.uri)).to.deep.equal(bundle);
    expect(await store.resolve(storedData.uri)).to.deep.equal(data);
    const storedMetadata = await store.writeMetadata(data);
    expect(await store.readMetadata(keccak(data))).to.deep.equal(data);
    expect(await store.resolve(storedMetadata.uri)).to.deep.equal(data);
    const storedCell = await store.writeCell(data);
    expect(await store.readCell(keccak(data))).to.deep.equal(data);
    expect(await store.resolve(storedCell.uri)).to.deep.equal(data);
    const stored = [storedBundle, storedData, storedMetadata, storedCell];
    const names = stored.map(({ hash, kind }) => `${hash}.${kind}`);
    expect((await readdir(store.directory)).sort()).to.deep.equal(names.sort());
  });

  it("tells what is missing from what is corrupt", async () => {
    expect(await rejection(store.readBundle(random.hash()))).to.be.instanceOf(MissingContentError);
    const stored = [await store.writeBundle(bundle), await store.writeData(data), await store.writeMetadata(data)];
    for (const { file, uri } of stored) {
      const bytes = await readFile(file);
      await writeFile(
        file,
        bytes.map((byte, at) => (at === 1500 ? byte ^ 1 : byte)),
      );
      expect(await rejection(store.resolve(uri))).to.be.instanceOf(CorruptContentError);
      await truncate(file, 2000);
      expect(await rejection(store.resolve(uri))).to.be.instanceOf(CorruptContentError);
      await writeFile(file, "");
      expect(await rejection(store.resolve(uri))).to.be.instanceOf(CorruptContentError);
    }
  });

  it("refuses to store what is no contribution", async () => {
    expect(await rejection(store.writeData(new Uint8Array(0)))).to.be.instanceOf(EmptyContributionError);
  });
});

describe("writeAtomically", () => {
  it("leaves nothing behind when it fails", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "openledger-atomic-"));
    const taken = path.join(directory, "taken");
    await writeAtomically(path.join(taken, "file"), Uint8Array.of(1)); // so that "taken" is a folder
    expect(await rejection(writeAtomically(taken, Uint8Array.of(2)))).to.be.instanceOf(Error);
    expect(await readdir(directory)).to.deep.equal(["taken"]);
    await rm(directory, { recursive: true });
  });
});

describe("parseContentUri", () => {
  it("refuses everything but our own URIs", () => {
    const hash = seeded("uri").hash();
    expect(parseContentUri(`urn:openledger:data:${hash}`)).to.deep.equal({ kind: "data", hash });
    const upper = hash.toUpperCase() as Hex;
    const others = ["../../secret", `urn:openledger:data:../${hash}`, `urn:openledger:code:${hash}`, upper, `x${hash}`];
    for (const uri of [
      ...others,
      `urn:openledger:data:${upper}`,
      `urn:openledger:data:${hash}\n`,
      "file:///etc/passwd",
    ]) {
      expect(() => parseContentUri(uri), uri).to.throw(BadContentUriError);
    }
  });
});
