import { expect } from "chai";
import fc from "fast-check";

import { decodeBatchJson, encodeBatchJson } from "../../engine/src/core/bundle/batch-json.js";
import { BadBundleError, decodeBundle, encodeBundle } from "../../engine/src/core/bundle/bundle.js";
import {
  decodeManifestJson,
  encodeManifestJson,
  type ManifestJson,
} from "../../engine/src/core/bundle/manifest-json.js";
import { dataHash, pieceProof } from "../../engine/src/core/bundle/pieces.js";
import {
  decodeTranscriptsJson,
  encodeTranscriptsJson,
  matchesRow,
} from "../../engine/src/core/bundle/transcripts-json.js";
import { CHUNK } from "../../engine/src/core/hash/schemas.js";
import { saltedHash } from "../../engine/src/core/hash/heads.js";
import { structHash } from "../../engine/src/core/hash/struct-hash.js";
import { canonicalJson } from "../../engine/src/core/json/canonical-json.js";
import { MalformedDataError } from "../../engine/src/core/json/parsers.js";
import { recipeHash } from "../../engine/src/core/json/recipe-hash.js";
import { EmptyTreeError } from "../../engine/src/core/tree/padded-tree.js";
import { verifyMerkle } from "../../engine/src/core/tree/merkle.js";
import { randomBuckets, randomModel } from "../vectors/scenario.js";
import { seeded } from "../vectors/seeded.js";

type Tree = { [key: string]: unknown };

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const random = seeded("bundle");
const model = randomModel(random, 3);
const { content } = randomBuckets(random, model, 1)[0]!;
const { modelId, bucket, rows, earnings, credits } = content;
const batch = { modelId, bucket, rows, earnings, credits };

const manifest: ManifestJson = {
  contributions: model.contributions,
  cells: model.cells.map((cell, i) => ({ ...cell, chunks: [[9n, i] as const] })),
  defaults: model.defaults,
  versions: [{ datanetId: 1n, version: 2, heldOutRoot: random.hash(), heldOut: [[9n, 40]] }],
  recipe: { rate: 0.001, lora: { rank: 4 } },
  responseScaleBits: 0x3a83126f,
};

/** Every value of a JSON tree with the path to it. */
function* places(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
  if (path.length > 0) yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value))
    yield* places(child, [...path, Array.isArray(value) ? Number(key) : key]);
}

function changed(value: Tree, path: readonly (string | number)[], change: (parent: Tree, key: string) => void): Tree {
  const copy = structuredClone(value);
  let parent: Tree = copy;
  for (const key of path.slice(0, -1)) parent = parent[key] as Tree;
  change(parent, String(path.at(-1)));
  return copy;
}

const files: [name: string, bytes: Uint8Array, decode: (bytes: Uint8Array) => unknown][] = [
  ["batch.json", encodeBatchJson(batch), decodeBatchJson],
  ["manifest.json", encodeManifestJson(manifest), decodeManifestJson],
];

describe("batch.json and manifest.json", () => {
  it("come back as they were written", () => {
    expect(decodeBatchJson(encodeBatchJson(batch))).to.deep.equal(batch);
    expect(decodeManifestJson(encodeManifestJson(manifest))).to.deep.equal(manifest);
  });

  for (const [name, bytes, decode] of files) {
    const tree = JSON.parse(textOf(bytes)) as Tree;
    const inRecipe = (path: readonly unknown[]) => path[0] === "recipe" && path.length > 1;
    const all = [...places(tree)].filter((path) => !inRecipe(path));

    for (const wrong of [null, -1, 1.5, "01", "x", "-1", true, {}]) {
      it(`${name}: refuses ${JSON.stringify(wrong)} in every place`, () => {
        for (const path of all) {
          const bad = changed(tree, path, (parent, key) => (parent[key] = wrong));
          expect(() => decode(bytesOf(bad)), path.join(".")).to.throw(MalformedDataError);
        }
      });
    }

    it(`${name}: refuses every missing and every unknown key`, () => {
      for (const path of all.filter((each) => typeof each.at(-1) === "string")) {
        const without = changed(tree, path, (parent, key) => Reflect.deleteProperty(parent, key));
        expect(() => decode(bytesOf(without)), path.join(".")).to.throw(MalformedDataError);
        const more = changed(tree, path, (parent) => (parent.surprise = 1));
        expect(() => decode(bytesOf(more)), path.join(".")).to.throw(MalformedDataError);
      }
    });

    it(`${name}: refuses what is not UTF-8 JSON`, () => {
      expect(() => decode(bytes.subarray(0, -1))).to.throw(MalformedDataError);
      expect(() => decode(Uint8Array.of(0xff))).to.throw(MalformedDataError);
    });
  }

  it("refuse numbers beyond their width and statements that do not fit the earnings", () => {
    const first = { ...batch.rows[0]!, sequence: 2n ** 64n };
    expect(() => decodeBatchJson(encodeBatchJson({ ...batch, rows: [first] }))).to.throw(MalformedDataError);
    expect(() => decodeBatchJson(encodeBatchJson({ ...batch, rows: [] }))).to.throw(MalformedDataError);
    const fewer = { ...batch, credits: batch.credits.slice(1) };
    expect(() => decodeBatchJson(encodeBatchJson(fewer))).to.throw(MalformedDataError);
    expect(() => decodeManifestJson(encodeManifestJson({ ...manifest, recipe: {} }))).to.throw(MalformedDataError);
  });
});

describe("transcripts.json", () => {
  it("holds any bytes and matches the row they were hashed into", () => {
    const property = fc.property(fc.uint8Array(), fc.uint8Array(), (request, answer) => {
      const [requestSalt, responseSalt] = [random.hash(), random.hash()];
      const transcript = { row: 0, request, answer, requestSalt, responseSalt };
      expect(decodeTranscriptsJson(encodeTranscriptsJson([transcript]))).to.deep.equal([transcript]);
      const requestHash = saltedHash(requestSalt, request);
      const row = { ...batch.rows[0]!, requestHash, responseHash: saltedHash(responseSalt, answer) };
      expect(matchesRow(transcript, row)).to.equal(true);
      expect(matchesRow({ ...transcript, requestSalt: responseSalt }, row)).to.equal(false);
      expect(matchesRow(transcript, undefined)).to.equal(false);
    });
    fc.assert(property);
  });

  it("refuses other spellings of base64", () => {
    const salts = { requestSalt: random.hash(), responseSalt: random.hash() };
    for (const request of ["YQ", "YR==", "Y Q==", "-_==", 7]) {
      const file = { format: "openledger-transcripts-v1", transcripts: [{ row: 0, request, answer: "", ...salts }] };
      expect(() => decodeTranscriptsJson(bytesOf(file)), String(request)).to.throw(MalformedDataError);
    }
  });
});

describe("bundle", () => {
  const whole = new Map([
    ["queries.safetensors", new Uint8Array(random.lanes(9000).buffer)],
    ["batch.json", encodeBatchJson(batch)],
    ["empty.txt", new Uint8Array(0)],
  ]);
  const bytes = encodeBundle(whole);

  it("comes back as it was written, names ascending, whatever the order of its files", () => {
    const decoded = decodeBundle(bytes);
    expect([...decoded.keys()]).to.deep.equal(["batch.json", "empty.txt", "queries.safetensors"]);
    for (const [name, file] of whole) expect(decoded.get(name)).to.deep.equal(file);
    expect(encodeBundle(new Map([...whole].toReversed()))).to.deep.equal(bytes);
  });

  it("proves every piece under its data hash", () => {
    const root = dataHash(bytes);
    const { count } = pieceProof(bytes, 0);
    for (let index = 0; index < count; index++) {
      const { chunk, proof } = pieceProof(bytes, index);
      expect(verifyMerkle({ root, count, leaf: structHash(CHUNK, chunk), index, proof })).to.equal(true);
    }
    expect(() => dataHash(new Uint8Array(0))).to.throw(EmptyTreeError);
  });

  it("refuses another spelling, a cut file, more bytes and unsafe names", () => {
    const [line] = textOf(bytes).split("\n");
    const body = bytes.subarray(line!.length + 1);
    const respelt = (header: string) => Uint8Array.of(...new TextEncoder().encode(`${header}\n`), ...body);
    expect(decodeBundle(respelt(line!)).size).to.equal(3);
    const header = JSON.parse(line!) as { format: string; files: { name: string; length: number }[] };
    const reversed = JSON.stringify({ ...header, files: header.files.toReversed() });
    const twice = JSON.stringify({ ...header, files: header.files.map((file) => ({ ...file, name: "a" })) });
    const escape = JSON.stringify({ ...header, files: header.files.map((file) => ({ ...file, name: "../a" })) });
    for (const bad of [reversed, twice, escape, `${line} `]) {
      expect(() => decodeBundle(respelt(bad)), bad).to.throw(BadBundleError);
    }
    expect(() => decodeBundle(bytes.subarray(0, -1))).to.throw(BadBundleError);
    expect(() => decodeBundle(Uint8Array.of(...bytes, 0))).to.throw(BadBundleError);
    expect(() => decodeBundle(new Uint8Array(10))).to.throw(BadBundleError);
    expect(() => decodeBundle(respelt('{"format":"zip","files":[]}'))).to.throw(MalformedDataError);
    for (const name of ["../a", "a/b", ".hidden", "", "A"]) {
      expect(() => encodeBundle(new Map([[name, bytes]])), name).to.throw(BadBundleError);
    }
  });
});

describe("recipeHash", () => {
  it("does not depend on the order of keys, and does on every value", () => {
    expect(recipeHash({ a: 1, b: { c: [1, 2], d: "x" } })).to.equal(recipeHash({ b: { d: "x", c: [1, 2] }, a: 1 }));
    expect(recipeHash({ a: 1 })).to.not.equal(recipeHash({ a: 2 }));
    expect(canonicalJson({ b: 0.001, a: [null, true, "é"] })).to.equal('{"a":[null,true,"é"],"b":0.001}');
    expect(() => canonicalJson({ a: NaN })).to.throw(MalformedDataError);
  });
});
