import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { decodeBase } from "../../engine/src/core/model/base-file.js";
import { decodeCheckpoint } from "../../engine/src/core/train/checkpoint-file.js";
import { BASE_PATH, BASE_STATE_PATH } from "../../engine/src/io/checkpoint/base-paths.js";
import { BASE_RECIPE, REPLAYED_STEPS } from "../../engine/src/io/checkpoint/base-recipe.js";
import { continueBase, sealBase } from "../../engine/src/io/checkpoint/base-training.js";
import type { Corpus } from "../../engine/src/io/corpus/base-corpus.js";
import {
  baseCorpus,
  CONTRIBUTED_CONTRACTS,
  CONTRIBUTED_LICENSES,
  FIRST_CONTRIBUTED_YEAR,
} from "../../engine/src/io/corpus/base-corpus.js";
import { engineHash, loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { codeOf } from "./support.js";

describe("base model", () => {
  let corpora: Corpus[];

  before(async () => {
    corpora = await baseCorpus();
  });

  const sources = (name: Corpus["name"]): readonly string[] => corpora.find((corpus) => corpus.name === name)!.sources;

  it("replays the last steps of its training to the same bytes", async () => {
    const state = decodeCheckpoint(await readFile(BASE_STATE_PATH));
    expect(state.steps).to.equal(BASE_RECIPE.steps - REPLAYED_STEPS);
    const committed = new Uint8Array(await readFile(BASE_PATH));
    const last = continueBase(await loadEngine(), state, { corpora, until: BASE_RECIPE.steps });
    expect(last.parameters).to.not.deep.equal(state.parameters);
    const replayed = await sealBase(last, corpora);
    expect(Buffer.from(replayed).equals(committed)).to.equal(true);
  }).timeout(60_000);

  it("names the engine and the recipe it was trained with", async () => {
    const { metadata } = decodeBase(await readFile(BASE_PATH));
    expect(metadata["engine"]).to.equal(await engineHash());
    expect(metadata["recipe"]).to.equal(JSON.stringify(BASE_RECIPE));
  });

  it("is at most 2 MB with its training's state", async () => {
    const files = await Promise.all([BASE_PATH, BASE_STATE_PATH].map((path) => readFile(path)));
    expect(files.reduce((sum, file) => sum + file.length, 0)).to.be.at.most(2_000_000);
  });

  it("never saw a contribution of the demonstration", () => {
    for (const source of sources("speech")) expect(Number.parseInt(source, 10)).to.be.lessThan(FIRST_CONTRIBUTED_YEAR);
    for (const source of sources("law")) expect(source).to.not.match(CONTRIBUTED_LICENSES);
    for (const source of sources("code")) expect(CONTRIBUTED_CONTRACTS).to.not.include(source.split("/")[0]);
    for (const { name } of corpora) expect(sources(name).length, name).to.be.greaterThan(20);
  });

  it("rejects a file of another format", async () => {
    const state = await readFile(BASE_STATE_PATH);
    expect(codeOf(() => decodeBase(state))).to.equal("ENGINE_INVALID_INPUT");
    const base = await readFile(BASE_PATH);
    expect(codeOf(() => decodeCheckpoint(base))).to.equal("ENGINE_INVALID_INPUT");
    expect(codeOf(() => decodeBase(base.subarray(0, -1)))).to.equal("SAFETENSORS_TRUNCATED");
  });
});
