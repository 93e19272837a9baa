import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { expect } from "chai";

import { queriesOf, syntheticModel, writeResponses } from "../../bench/import/synthetic.js";
import { decodeBundle } from "../../engine/src/core/bundle/bundle.js";
import { decodeModelBundle, encodeModelBundle } from "../../engine/src/core/bundle/model-bundle.js";
import { bytesToFloats, floatsToBytes } from "../../engine/src/core/float-bytes.js";
import type { VectorDtype } from "../../engine/src/core/import/row-reader.js";
import { RESPONSES_FORMAT } from "../../engine/src/core/import/vector-file.js";
import { rowEntries } from "../../engine/src/core/ledger/entries.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { scoreAll } from "../../engine/src/core/ledger/score.js";
import { quantize, scaleOf } from "../../engine/src/core/quantize/quantize.js";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../engine/src/core/safetensors.js";
import { vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { importModel, type ImportOptions } from "../../engine/src/io/import/import-model.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";

const CELLS = 40;
const LANES = 96;
const MODEL = syntheticModel(CELLS);

describe("importing a model", () => {
  let directory: string;
  let store: ContentStore;
  const at = (name: string): string => path.join(directory, name);

  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), "openledger-import-"));
    store = new ContentStore(at("published"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  /** Right files of that dtype, and the options that import them. */
  const staged = async (dtype: VectorDtype, change: Partial<ImportOptions> = {}): Promise<ImportOptions> => {
    await writeResponses(at("responses"), MODEL, { rows: CELLS, lanes: LANES, dtype });
    await writeFile(at("queries"), queriesOf(MODEL, LANES));
    return {
      ...{ responses: at("responses"), queries: at("queries"), weights: MODEL.weights },
      ...{ lanes: "all", width: "int8", frozen: () => Promise.resolve(MODEL.frozen) },
      ...change,
    };
  };

  /** Rewrites a file's tensors and metadata. */
  const rewrite = async (
    name: string,
    change: (file: { tensors: Map<string, Tensor>; metadata: Record<string, string> }) => void,
  ): Promise<void> => {
    const { tensors, metadata } = decodeSafetensors(await readFile(at(name)));
    const file = { tensors: new Map(tensors), metadata: { ...metadata } };
    change(file);
    await writeFile(at(name), encodeSafetensors(file));
  };

  const codeOf = async (options: ImportOptions): Promise<string> => {
    const code = await importModel(store, options).then(
      () => "none",
      (error: { code: string }) => error.code,
    );
    // A refusal leaves nothing that could be taken for a bundle.
    if (code !== "none") expect(await readdir(at("published")).catch(() => [])).to.be.empty;
    return code;
  };

  describe("given files that are wrong", () => {
    type Break = (file: { tensors: Map<string, Tensor>; metadata: Record<string, string> }) => void;
    const meta =
      (key: string, value: string): Break =>
      ({ metadata }) =>
        (metadata[key] = value);
    const poke =
      (tensor: string, bytes: readonly number[], at = 8): Break =>
      ({ tensors }) => {
        const { data, ...rest } = tensors.get(tensor)!;
        const broken = data.slice();
        broken.set(bytes, at);
        tensors.set(tensor, { ...rest, data: broken });
      };
    const floatBytes = (value: number): number[] => [...floatsToBytes(Float32Array.of(value))];
    const reshaped =
      (name: string, shape: readonly number[]): Break =>
      ({ tensors }) =>
        tensors.set(name, { ...tensors.get(name)!, shape });

    const RESPONSES: readonly [string, string, VectorDtype, Break][] = [
      ["another format", "IMPORT_FORMAT", "F32", meta("format", "openledger-responses-v1")],
      ["no provenance", "IMPORT_FORMAT", "F32", ({ metadata }) => delete metadata["method"]],
      ["a hash that is none", "IMPORT_FORMAT", "F32", meta("codeSha256", "0x12")],
      ["versions that are none", "IMPORT_FORMAT", "F32", meta("versions", "1:1,1:2")],
      ["a cell size that is none", "IMPORT_FORMAT", "F32", meta("cellBytes", "0")],
      ["no responses", "IMPORT_TENSOR", "F32", ({ tensors }) => tensors.delete("responses")],
      ["three dimensions", "IMPORT_TENSOR", "F32", reshaped("responses", [CELLS, 2, LANES / 2])],
      ["an unknown tensor", "IMPORT_TENSOR", "I8", ({ tensors }) => tensors.set("x", tensors.get("response_scale")!)],
      ["integers without a scale", "IMPORT_TENSOR", "I16", ({ tensors }) => tensors.delete("response_scale")],
      [
        "floats with a scale",
        "IMPORT_TENSOR",
        "F32",
        ({ tensors }) => tensors.set("response_scale", { dtype: "F32", shape: [1], data: new Uint8Array(4) }),
      ],
      [
        "doubles",
        "IMPORT_TENSOR",
        "F32",
        ({ tensors }) => {
          const { data } = tensors.get("responses")!;
          tensors.set("responses", { dtype: "F64", shape: [CELLS, LANES / 2], data });
        },
      ],
      ["NaN", "IMPORT_VALUE", "F32", poke("responses", floatBytes(NaN))],
      ["infinity", "IMPORT_VALUE", "F32", poke("responses", floatBytes(-Infinity))],
      ["-128", "IMPORT_VALUE", "I8", poke("responses", [0x80])],
      ["-32,768", "IMPORT_VALUE", "I16", poke("responses", [0x00, 0x80])],
      ["a scale of 0", "IMPORT_SCALE", "I8", poke("response_scale", floatBytes(0), 0)],
      ["a negative scale", "IMPORT_SCALE", "I16", poke("response_scale", floatBytes(-1), 0)],
      ["an infinite scale", "IMPORT_SCALE", "I8", poke("response_scale", floatBytes(Infinity), 0)],
      ["zeros alone", "IMPORT_SCALE", "F32", poke("responses", new Array<number>(4 * CELLS * LANES).fill(0), 0)],
      ["a row too many", "IMPORT_CELLS", "F32", reshaped("responses", [2 * CELLS, LANES / 2])],
      ["responses to other cells", "IMPORT_CELLS", "F32", meta("cellsRoot", `0x${"11".repeat(32)}`)],
      ["responses of other weights", "IMPORT_HASH", "F32", meta("weightsSha256", "11".repeat(32))],
    ];
    for (const [name, code, dtype, change] of RESPONSES) {
      it(`refuses ${name}`, async () => {
        const options = await staged(dtype);
        await rewrite("responses", change);
        expect(await codeOf(options)).to.equal(code);
      });
    }

    const QUERIES: readonly [string, string, Break][] = [
      ["another format", "IMPORT_FORMAT", meta("format", RESPONSES_FORMAT)],
      ["queries of another model", "IMPORT_HASH", meta("weightsSha256", "11".repeat(32))],
      ["no query of a version", "IMPORT_SUBJECT", poke("subjects", [1])],
      ["subjects that are no hashes", "IMPORT_TENSOR", reshaped("subjects", [2, 16])],
      ["NaN", "IMPORT_VALUE", poke("queries", floatBytes(NaN))],
      [
        "other lanes",
        "IMPORT_LANES",
        ({ tensors }) => tensors.set("queries", { dtype: "F32", shape: [1, 32], data: new Uint8Array(128) }),
      ],
      [
        "two queries of a subject",
        "IMPORT_SUBJECT",
        ({ tensors }) => {
          for (const [name, { dtype, shape, data }] of tensors) {
            tensors.set(name, { dtype, shape: [2, shape[1]!], data: Buffer.concat([data, data]) });
          }
        },
      ],
      ["a query that no cell helps", "NO_DEFAULT_LIST", poke("queries", new Array<number>(4 * LANES).fill(0), 0)],
    ];
    for (const [name, code, change] of QUERIES) {
      it(`refuses ${name} in the queries`, async () => {
        const options = await staged("F32");
        await rewrite("queries", change);
        expect(await codeOf(options)).to.equal(code);
      });
    }

    it("refuses files that are not there, cut short, or no safetensors", async () => {
      const options = await staged("F32");
      expect(await codeOf({ ...options, responses: at("nothing") })).to.equal("IMPORT_FILE");
      expect(await codeOf({ ...options, weights: new Uint8Array(4) })).to.equal("SAFETENSORS_TRUNCATED");
      await writeFile(at("responses"), (await readFile(at("responses"))).subarray(0, -1));
      expect(await codeOf(options)).to.equal("SAFETENSORS_TRUNCATED");
    });

    it("refuses a file that is written to while it is read", async () => {
      const options = await staged("F32");
      const frozen = async (): Promise<typeof MODEL.frozen> => {
        await appendFile(at("responses"), "more");
        return MODEL.frozen;
      };
      expect(await codeOf({ ...options, frozen })).to.equal("IMPORT_CHANGED");
    });
  });

  describe("given a choice", () => {
    it("refuses another width than int8", async () => {
      expect(await codeOf(await staged("I16", { width: "int16" }))).to.equal("IMPORT_WIDTH");
    });

    for (const lanes of ["", "96", "0-96", "5-4", "10-20,20-30", "32-63,0-31", "x", "all,1"]) {
      it(`refuses lanes "${lanes}"`, async () => {
        expect(await codeOf(await staged("I8", { lanes }))).to.equal("IMPORT_LANES");
      });
    }

    it("takes the chosen lanes alone, of responses and queries alike, and fills the last word with zeros", async () => {
      const options = await staged("F32", { lanes: "0-7,90-95" });
      const { manifest, stored } = await importModel(store, options);
      const { responses, heldOut, manifest: tables } = decodeModelBundle(await store.readBundle(stored.hash));
      expect([manifest.lanes, responses.lanes, heldOut.lanes]).to.deep.equal([32, 32, 32]);
      expect(tables.recipe["lanes"]).to.deep.equal({ of: LANES, runs: [[0, 8], [90, 6]] }); // prettier-ignore
      const rows = await floatRowsOf("responses");
      const chosen = rows.map((row) => Float32Array.from([...row.slice(0, 8), ...row.slice(90)]));
      const { lanes, scale } = quantize(chosen);
      expect(scaleOf(manifest.responseScaleBits)).to.equal(scale);
      for (const [cell, row] of lanes.entries()) {
        expect([...laneRow(responses, cell)]).to.deep.equal([...row, ...new Array<number>(18).fill(0)]);
      }
    });
  });

  describe("given right files", () => {
    for (const dtype of ["F32", "I16", "I8"] as const) {
      it(`publishes responses of ${dtype} as an int8 bundle, byte for byte what the whole model would be`, async () => {
        const { manifest, defaults, stored } = await importModel(store, await staged(dtype));
        const bytes = await store.readBundle(manifest.dataHash);
        const bundle = decodeModelBundle(bytes);
        expect(encodeModelBundle(bundle)).to.deep.equal(bytes);
        const files = decodeBundle(bytes); // refuses whatever is not the one spelling
        const vectors = files.get("responses.safetensors")!;
        expect(encodeSafetensors(decodeSafetensors(vectors))).to.deep.equal(vectors);
        expect(stored.file).to.equal(at(`published/${manifest.dataHash}.bundle`));
        expect(await readdir(at("published"))).to.have.length(1);

        const rows = await floatRowsOf("responses");
        const expected = dtype === "I8" ? rows : quantize(rows).lanes;
        for (const [cell, { vectorRoot: root, weight }] of bundle.manifest.cells.entries()) {
          const response = laneRow(bundle.responses, cell);
          expect([...response]).to.deep.equal([...expected[cell]!]);
          expect(vectorRoot(response)).to.equal(root);
          const [dot] = [...response].map((value, lane) => value * bundle.heldOut.data[lane]!).reduce(([sum], each) => [sum! + each], [0]); // prettier-ignore
          expect(weight).to.equal(BigInt(Math.max(0, dot!)));
        }
        expect(defaults).to.deep.equal(bundle.manifest.defaults);
        expect(manifest).to.include({ cellCount: CELLS, lanes: LANES, contributionCount: 1 });
        expect(bundle.manifest.recipe).to.include({ format: "openledger-imported-v1", source: dtype, width: "int8" });
      });
    }

    it("names code and base by their SHA-256, and says where there is no base", async () => {
      const options = await staged("I8");
      const without = await importModel(store, options);
      expect(without.manifest.engineHash).to.equal(`0x${MODEL.metadata["codeSha256"]!}`);
      await rewrite("responses", ({ metadata }) => (metadata["baseSha256"] = "22".repeat(32)));
      const { manifest } = await importModel(store, options);
      expect(manifest.baseHash).to.equal(`0x${"22".repeat(32)}`);
      expect(manifest.baseHash).not.to.equal(without.manifest.baseHash);
    });

    it("takes more rows than are read at once, and scores a query on them", async () => {
      const [cells, lanes] = [2_500, 512]; // 5 MB of floats, in blocks of 1 MB
      const large = syntheticModel(cells);
      await writeResponses(at("responses"), large, { rows: cells, lanes, dtype: "F32" });
      await writeFile(at("queries"), queriesOf(large, lanes));
      const { manifest } = await importModel(store, {
        ...{ responses: at("responses"), queries: at("queries"), weights: large.weights },
        ...{ lanes: "all", width: "int8", frozen: () => Promise.resolve(large.frozen) },
      });
      const bundle = decodeModelBundle(await store.readBundle(manifest.dataHash));
      const wrong = bundle.manifest.cells.findIndex((cell, i) => vectorRoot(laneRow(bundle.responses, i)) !== cell.vectorRoot); // prettier-ignore
      expect(wrong).to.equal(-1);
      const weights = bundle.manifest.cells.map(({ weight }) => weight);
      expect(rowEntries(scoreAll(laneRow(bundle.heldOut, 0), bundle.responses), weights)).to.have.length(16);
    }).timeout(60_000);
  });

  /** The rows of a file as floats; of I8 as they are. */
  async function floatRowsOf(name: string): Promise<Float32Array[]> {
    const { tensors } = decodeSafetensors(await readFile(at(name)));
    const { dtype, shape, data } = tensors.get("responses")!;
    const scale = dtype === "F32" ? 1 : bytesToFloats(tensors.get("response_scale")!.data)[0]!;
    const values =
      dtype === "F32"
        ? bytesToFloats(data)
        : dtype === "I8"
          ? Float32Array.from(new Int8Array(data.slice().buffer))
          : Float32Array.from(new Int16Array(data.slice().buffer), (value) => value * scale);
    const [rows, lanes] = shape as [number, number];
    return Array.from({ length: rows }, (_, row) => values.slice(row * lanes, (row + 1) * lanes));
  }
});
