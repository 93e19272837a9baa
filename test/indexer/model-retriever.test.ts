import { rm } from "node:fs/promises";

import { expect } from "chai";

import type { Transcript } from "../../engine/src/core/bundle/transcripts-json.js";
import { completeRequest, encodeRequest, readRequest } from "../../engine/src/core/inference/request.js";
import { modelVersions } from "../../indexer/src/model.js";
import { retrieverFor, versionsRetriever } from "../../indexer/src/model-retriever.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { utf8 } from "../engine/support.js";
import { hashOf } from "../helpers/hashes.js";
import { LAB } from "../helpers/staged-model.js";
import { watchedChain } from "../helpers/watched-chain.js";

describe("retrieverFor", function () {
  this.timeout(60_000);

  const asked = { prompt: "The state of", maxBytes: 8, temperature: [0, 1] } as const;
  const transcript = (request: Uint8Array): Transcript => ({
    row: 0,
    request,
    answer: utf8("answered"),
    requestSalt: hashOf("request salt"),
    responseSalt: hashOf("response salt"),
  });
  const plain = transcript(encodeRequest(completeRequest(asked)));
  const reading = transcript(encodeRequest(readRequest(asked)));
  /** Neither logs nor files: whoever touches them fails. */
  const NOTHING = {} as Parameters<typeof retrieverFor>[0];

  it("fetches nothing where nobody asked to read, or where the bytes are no request", async () => {
    const transcripts = [plain, transcript(utf8("no request"))];
    expect(await retrieverFor(NOTHING, { modelId: 1n, transcripts })).to.equal(undefined);
  });

  describe("given a registered model", () => {
    let source: Parameters<typeof retrieverFor>[0];
    let directory: string;

    before(async () => {
      const { stage } = await watchedChain();
      directory = stage.store.directory;
      source = { world: await readWorld(stage.chief), published: stage.store, ...LAB.engine };
    });
    after(() => rm(directory, { recursive: true }));

    it("retrieves from the versions that it was registered with", async () => {
      const retrieve = await retrieverFor(source, { modelId: 1n, transcripts: [plain, reading] });
      const versions = await versionsRetriever(source, modelVersions(source.world, 1n));
      const [first] = versions(utf8(asked.prompt));
      expect(versions(first!.bytes)[0]).to.deep.equal(first); // no other text has all of its words
      expect(retrieve!(first!.bytes)).to.deep.equal(versions(first!.bytes));
    });

    it("names a model that is not registered", async () => {
      const failed = await retrieverFor(source, { modelId: 7n, transcripts: [reading] }).catch(
        (error: unknown) => error,
      );
      expect(failed).to.include({ code: "UNKNOWN_MODEL" });
    });
  });
});
