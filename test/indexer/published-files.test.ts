import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { BadBundleError, decodeBundle, encodeBundle } from "../../engine/src/core/bundle/bundle.js";
import { encodeModelBundle, type ModelBundle } from "../../engine/src/core/bundle/model-bundle.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { laneMatrix } from "../../engine/src/core/ledger/lanes.js";
import { manifestOf } from "../../engine/src/core/pipeline/manifest.js";
import { LOG_KIND } from "../../engine/src/core/text/replay-log.js";
import { ContentStore, CorruptContentError, MissingContentError } from "../../engine/src/io/store/content-store.js";
import { auditData } from "../../indexer/src/audit/data.js";
import { auditModels } from "../../indexer/src/audit/models.js";
import { VersionNotReadyError } from "../../indexer/src/frozen-version.js";
import { ManifestMismatchError, publishedModel, UnknownModelError } from "../../indexer/src/model.js";
import { replay, type World } from "../../indexer/src/replay.js";
import { trainingSetOf } from "../../indexer/src/training-set.js";
import type { Client } from "../../sdk/src/client.js";
import { LANES, randomModel } from "../vectors/scenario.js";
import { seeded } from "../vectors/seeded.js";
import { randomText } from "../vectors/words.js";

type LoggedEvent = Parameters<typeof replay>[0] extends Iterable<infer E> ? E : never;

/** The state that these events tell. The fields that nothing here reads are left out. */
function worldOf(...events: readonly { contract: string; event: string; args: object }[]): World {
  return replay(events as unknown as LoggedEvent[], "0x0000000000000000000000000000000000000001");
}

/** The error of that class that the action ends with. */
async function failure<T extends Error>(type: new (...args: never[]) => T, action: Promise<unknown>): Promise<T> {
  const result: unknown = await action.catch((error: unknown) => error);
  expect(result).to.be.instanceOf(type);
  return result as T;
}

async function withChangedByte(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  bytes[at]! ^= 1;
  await writeFile(file, bytes);
}

describe("published files", () => {
  let store: ContentStore;

  beforeEach(async () => {
    store = new ContentStore(await mkdtemp(path.join(tmpdir(), "openledger-published-")));
  });
  afterEach(() => rm(store.directory, { recursive: true }));

  describe("of a contribution", () => {
    const random = seeded("published data");
    const VERSIONS = [{ datanetId: 1n, version: 1 }];
    const CELL_BYTES = 256;
    let world: World;
    let file: string;
    let root: Hex;

    beforeEach(async () => {
      const text = randomText(random, 6000);
      ({ file, hash: root } = await store.writeData(text));
      const contributed = { contributionId: 1n, datanetId: 1n, root, chunkCount: 1n, committedBlock: 1n };
      world = worldOf(
        { contract: "contributions", event: "Contributed", args: contributed },
        {
          contract: "datanets",
          event: "LogAppended",
          args: { datanetId: 1n, kind: BigInt(LOG_KIND.accepted), contributionId: 1n, value: root },
        },
        { contract: "contributions", event: "Reviewed", args: { contributionId: 1n, accepted: true } },
        { contract: "datanets", event: "VersionFrozen", args: { datanetId: 1n, version: 1n, root, logLength: 1n } },
        { contract: "datanets", event: "SeedRecorded", args: { datanetId: 1n, version: 1n, seed: random.hash() } },
      );
    });

    const train = () => trainingSetOf(world, store, { versions: VERSIONS, cellBytes: CELL_BYTES });

    it("are trained on as they were registered", async () => {
      const { cells, contributions } = await train();
      expect(cells.length).to.be.greaterThan(4);
      expect(contributions).to.deep.equal([{ contributionId: 1n, datanetId: 1n, cellCount: cells.length }]);
    });

    for (const [name, at] of [
      ["first", 0],
      ["middle", 3000],
      ["last", -1],
    ] as const) {
      it(`are refused where one bit of the ${name} chunk does not match its root`, async () => {
        const { length } = await readFile(file);
        await withChangedByte(file, at < 0 ? length + at : at);
        for (const read of [() => store.readData(root), train]) {
          const { message, code } = await failure(CorruptContentError, read());
          expect(code).to.equal("CONTENT_CORRUPT");
          expect(message).to.contain(root);
        }
        // An audit goes on: what is wrong with one file is one difference.
        const [difference] = (await auditData(world, store)).differences;
        expect(difference?.subject).to.equal("contribution 1 is published");
        expect(difference?.found).to.contain("CONTENT_CORRUPT".toLowerCase());
      });
    }

    it("are refused where a chunk is missing at the end, or another contribution's text stands in their place", async () => {
      const bytes = await readFile(file);
      for (const other of [bytes.subarray(0, 4000), randomText(random, 6000), Uint8Array.of(0), new Uint8Array(0)]) {
        await writeFile(file, other);
        await failure(CorruptContentError, train());
      }
    });

    it("are missed where they are not there", async () => {
      await rm(file);
      await failure(MissingContentError, train());
    });

    it("are not asked for before the version is frozen", async () => {
      const later = { versions: [{ datanetId: 1n, version: 2 }], cellBytes: CELL_BYTES };
      await failure(VersionNotReadyError, trainingSetOf(world, store, later));
    });
  });

  describe("of a model", () => {
    const random = seeded("published model");
    const model = randomModel(random, 4);
    const bundle: ModelBundle = {
      adapter: new Uint8Array(random.lanes(5000).buffer),
      manifest: {
        contributions: model.contributions,
        cells: model.cells.map((cell) => ({ ...cell, chunks: [[3n, 0] as const] })),
        defaults: model.defaults,
        versions: [{ datanetId: 1n, version: 1, heldOutRoot: random.hash(), heldOut: [[3n, 1] as const] }],
        recipe: { rate: 0.001 },
        responseScaleBits: 7,
      },
      responses: model.responses,
      heldOut: laneMatrix(1, LANES, random.lanes(LANES)),
      heldOutScales: Float32Array.of(0.25),
    };
    const provenance = { baseHash: ZERO_HASH, parents: [], seed: ZERO_HASH, engineHash: ZERO_HASH };

    /** The trainer registers the honest bundle's manifest, but under the data hash of what it really publishes. */
    async function register(published: ModelBundle): Promise<{ readonly world: World; readonly file: string }> {
      const { hash, file } = await store.writeBundle(encodeModelBundle(published));
      const manifest = manifestOf(bundle, { ...provenance, dataHash: hash });
      const args = { modelId: 1n, bond: 0n, manifest, defaults: bundle.manifest.defaults };
      return { world: worldOf({ contract: "models", event: "ModelRegistered", args }), file };
    }

    /** Says that every manifest was recorded under another hash. */
    const client = {
      models: { recordOf: () => Promise.resolve({ manifestHash: ZERO_HASH }) },
    } as unknown as Client;

    it("are read where they are what was registered", async () => {
      const { world } = await register(bundle);
      const { bundle: read, ledger } = await publishedModel(world, store, 1n);
      expect(read).to.deep.equal(bundle);
      expect(ledger).to.deep.include({ modelId: 1n, cells: bundle.manifest.cells, responses: bundle.responses });
    });

    it("are refused where the weights hash differs", async () => {
      const adapter = bundle.adapter.slice();
      adapter[4_999]! ^= 1;
      const { world } = await register({ ...bundle, adapter });
      const { code, message } = await failure(ManifestMismatchError, publishedModel(world, store, 1n));
      expect(code).to.equal("MANIFEST_MISMATCH");
      expect(message)
        .to.contain("weightsHash")
        .and.to.contain(manifestOf(bundle, { ...provenance, dataHash: ZERO_HASH }).weightsHash);
    });

    const { manifest } = bundle;
    const [first, ...others] = manifest.cells;
    const changes: Readonly<Record<string, Partial<ModelBundle["manifest"]>>> = {
      recipeHash: { recipe: { rate: 0.002 } },
      contributionRoot: {
        contributions: manifest.contributions.map((each, i) => (i === 0 ? { ...each, contributionId: 1n } : each)),
      },
      responseRoot: { cells: [{ ...first!, weight: first!.weight + 1n }, ...others] },
      responseScaleBits: { responseScaleBits: 8 },
      versions: { versions: [{ ...manifest.versions[0]!, version: 2 }] },
      defaults: { defaults: manifest.defaults.map((each) => ({ ...each, share: each.share + 1n })) },
    };
    for (const [field, change] of Object.entries(changes)) {
      it(`are refused where the ${field} differs`, async () => {
        const { world } = await register({ ...bundle, manifest: { ...manifest, ...change } });
        const { message } = await failure(ManifestMismatchError, publishedModel(world, store, 1n));
        expect(message).to.contain(`to have ${field} `);
      });
    }

    it("are refused where a byte was changed after they were registered, wherever it stands", async () => {
      const { world, file } = await register(bundle);
      const { length } = await readFile(file);
      for (const at of [0, Math.floor(length / 2), length - 1]) {
        await withChangedByte(file, at);
        await failure(CorruptContentError, publishedModel(world, store, 1n));
        await withChangedByte(file, at);
      }
      await publishedModel(world, store, 1n); // whole again
    });

    it("are refused where what was registered is no bundle", async () => {
      const { hash } = await store.writeBundle(Uint8Array.of(1, 2, 3));
      const args = {
        modelId: 1n,
        bond: 0n,
        manifest: { ...manifestOf(bundle, { ...provenance, dataHash: hash }) },
        defaults: [],
      };
      const world = worldOf({ contract: "models", event: "ModelRegistered", args });
      await failure(BadBundleError, publishedModel(world, store, 1n));
    });

    for (const cut of ["adapter.safetensors", "responses.safetensors"]) {
      it(`are refused where ${cut} was cut off`, async () => {
        const files = decodeBundle(encodeModelBundle(bundle));
        const bytes = encodeBundle(
          new Map([...files].map(([name, file]) => [name, name === cut ? file.slice(0, -1) : file])),
        );
        const { hash } = await store.writeBundle(bytes);
        const args = {
          modelId: 1n,
          bond: 0n,
          manifest: manifestOf(bundle, { ...provenance, dataHash: hash }),
          defaults: manifest.defaults,
        };
        const world = worldOf({ contract: "models", event: "ModelRegistered", args });
        const error = await failure(Error, publishedModel(world, store, 1n));
        // The adapter is not decoded before its hash is compared.
        expect(error).to.have.property(
          "code",
          cut.startsWith("adapter") ? "MANIFEST_MISMATCH" : "SAFETENSORS_TRUNCATED",
        );
      });
    }

    it("are found wrong where they name a contribution that nobody made", async () => {
      const { world } = await register(bundle);
      const { check, models } = await auditModels(client, world, store);
      expect(models.length).to.equal(1);
      const [, manifestOfModel] = check.differences;
      expect(manifestOfModel).to.deep.equal({
        subject: "model 1 manifest",
        rebuilt: "no fault",
        found: "version of contribution 0",
      });
    });

    it("do not keep other models from being audited where one trainer's are not what was registered", async () => {
      const { world: whole } = await register(bundle);
      const { world: broken } = await register({ ...bundle, adapter: bundle.adapter.slice(0, -1) });
      const args = { ...broken.registries.models.get(1n)!, modelId: 2n };
      whole.registries.models.set(2n, args);
      const { check, models } = await auditModels(client, whole, store);
      expect(models.map(({ record }) => record.modelId)).to.deep.equal([1n]);
      const difference = check.differences.find(({ subject }) => subject === "model 2 is published");
      expect(difference?.found).to.contain("manifest_mismatch");
    });

    it("are not there for a model that nobody registered", async () => {
      const { world } = await register(bundle);
      await failure(UnknownModelError, publishedModel(world, store, 2n));
    });
  });
});
