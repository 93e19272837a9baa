import { encodeBatchBundle, decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { dataHash } from "../../engine/src/core/bundle/pieces.js";
import { saltedHash } from "../../engine/src/core/hash/heads.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { Batch, Row } from "../../engine/src/core/hash/structs.js";
import { answerRequest } from "../../engine/src/core/inference/answer-request.js";
import { completeRequest, encodeRequest, exchangeOf } from "../../engine/src/core/inference/request.js";
import { type BatchContent, batchOf } from "../../engine/src/core/ledger/compute-batch.js";
import { earnings } from "../../engine/src/core/ledger/earnings.js";
import { rowEntries } from "../../engine/src/core/ledger/entries.js";
import { scoreAll } from "../../engine/src/core/ledger/score.js";
import { decodeAdapter } from "../../engine/src/core/model/adapter-file.js";
import { queryVector } from "../../engine/src/core/quantize/query-vector.js";
import { publishedModel } from "../../indexer/src/model.js";
import { rowParts } from "../../engine/src/core/ledger/row-parts.js";
import { statements } from "../../engine/src/core/ledger/statements.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import { type Answered, attributeBucket } from "../../engine/src/core/pipeline/attribute-bucket.js";
import { DEFAULT_MODEL_RECIPE, trainModel } from "../../engine/src/core/pipeline/train-model.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { baseHash, loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { engineHash, loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import type { ContentStore } from "../../engine/src/io/store/content-store.js";
import { publishModel } from "../../engine/src/io/store/publish-model.js";
import { bucketInput } from "../../indexer/src/bucket-input.js";
import { modelPlan } from "../../indexer/src/model-plan.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { closeBucket } from "../../sdk/src/actions/close-bucket.js";
import { contribute } from "../../sdk/src/actions/contribute.js";
import { createDatanet } from "../../sdk/src/actions/create-datanet.js";
import { freeze } from "../../sdk/src/actions/freeze.js";
import { pay } from "../../sdk/src/actions/pay.js";
import { postBatch } from "../../sdk/src/actions/post-batch.js";
import { recordSeed } from "../../sdk/src/actions/record-seed.js";
import { registerModel } from "../../sdk/src/actions/register-model.js";
import { review } from "../../sdk/src/actions/review.js";
import { signBatch } from "../../sdk/src/actions/sign-batch.js";
import { stake } from "../../sdk/src/actions/stake.js";
import type { Client } from "../../sdk/src/client.js";
import { inProcess } from "../engine/support.js";
import { hashOf } from "./hashes.js";
import { passage } from "./passage.js";
import { open } from "./units.js";

const DAY = 86_400;
const MODEL = 1n;
const RECIPE = { ...DEFAULT_MODEL_RECIPE, epochs: 1 };

/** A chain with the contracts, one account that is owner, trainer, payer and attestor, and two contributors. */
export type Stage = {
  readonly chief: Client;
  readonly contributors: readonly [Client, Client];
  readonly store: ContentStore;
  /** Lets seconds pass. */
  readonly pass: (seconds: number) => Promise<void>;
  readonly mine: (blocks: number) => Promise<void>;
};

/** A batch as it is signed, and the bundle under its data hash. */
export type Draft = { readonly batch: Batch; readonly content: BatchContent; readonly bytes: Uint8Array };

const engine = await loadEngine();
const base = await loadBase();

/** What models are trained and asked with again, without threads. */
export const LAB = {
  engine,
  base,
  pool: inProcess(engine),
  engineHash: (await engineHash()) as Hex,
  baseHash: await baseHash(),
};

/** Model 1, trained on a passage of each contributor, published and payable; and its attestor's stake. */
export async function stageModel({ chief, contributors, store, pass, mine }: Stage): Promise<void> {
  const { datanetId } = await createDatanet(chief, { domain: "speeches" });
  for (const [i, contributor] of contributors.entries()) {
    const bytes = new TextEncoder().encode(passage(i + 1));
    const { chunks, root } = chunkContribution(bytes, { maxBytes: bytes.length });
    const { uri } = await store.writeData(bytes);
    const contribution = { datanetId, root, chunkCount: chunks.length, licence: "CC0-1.0", uri };
    const { contributionId } = await contribute(contributor, contribution);
    await review(chief, { contributionId, accepted: true });
  }
  const { version } = await freeze(chief, datanetId);
  await recordSeed(chief, { datanetId, version, waiting: { advance: mine } });

  const versions = [{ datanetId, version: Number(version) }];
  const plan = await modelPlan(await readWorld(chief), store, { versions, recipe: RECIPE });
  const trained = await trainModel(LAB, plan);
  const { manifest, stored } = await publishModel(store, trained, plan.seed);
  await registerModel(chief, { manifest, defaults: trained.bundle.manifest.defaults, uri: stored.uri });
  await stakeAttestor(chief);
  await pass(DAY + 1); // the manifest's window
}

/** Makes the attestor one whose signature counts, before its first batch and after a slash. */
export async function stakeAttestor(chief: Client): Promise<void> {
  await stake(chief, { role: "attestor", amount: open(10_000) });
}

/** Pays for an answer that some cell moved, lets the bucket close, and computes the honest batch that answers it. */
export async function answeredBucket({ chief, contributors, store, pass }: Stage, name: string): Promise<Draft> {
  const { nextBucket: bucket } = await chief.ledger.accountOf(MODEL);
  const payee = await contributors[0].signer!.getAddress();
  const answered = await movedAnswer(chief, store, name);
  const { request, requestSalt, fee } = answered;
  await pay(chief, {
    modelId: MODEL,
    payee,
    amount: fee,
    requestHash: saltedHash(requestSalt, encodeRequest(request)),
  });
  await pass(DAY + 1);
  await closeBucket(chief, { modelId: MODEL, bucket });

  const input = await bucketInputOf(chief, store, bucket);
  const settlements = input.settlements.map((each) => ({ ...each, answers: [answered] }));
  return attributeBucket({ engine, base }, { ...input, settlements });
}

/** The first of many answers that would give a list: seeds are block hashes, so that no prompt does every time. */
async function movedAnswer(client: Client, store: ContentStore, name: string): Promise<Answered> {
  const { ledger, bundle } = await publishedModel(await readWorld(client), store, MODEL);
  const adapter = decodeAdapter(base.config, bundle.adapter);
  const weights = ledger.cells.map(({ weight }) => weight);
  for (let attempt = 0; attempt < 100; attempt++) {
    const [requestSalt, responseSalt] = [hashOf(`request ${name} ${attempt}`), hashOf(`response ${name} ${attempt}`)];
    const request = completeRequest({ prompt: `The state of ${name} ${attempt}`, maxBytes: 16, temperature: [1, 2] });
    const answer = withAdapter(engine, base, adapter, (lora) => answerRequest(lora, request, requestSalt));
    const { lanes } = queryVector(engine, base, adapter, exchangeOf(request, answer));
    if (rowEntries(scoreAll(lanes, ledger.responses), weights).length === 0) continue;
    return { request, answer, requestSalt, responseSalt, fee: open(1) };
  }
  throw new Error("No prompt is moved by any cell.");
}

/** The batch with other rows, from which everything after them follows correctly. */
export async function withRows(
  { chief, store }: Stage,
  honest: Draft,
  change: (rows: readonly Row[]) => readonly Row[],
): Promise<Draft> {
  const {
    model,
    settlements: recorded,
    contributorsBps,
    parent,
  } = await bucketInputOf(chief, store, honest.batch.bucket);
  const rows = change(honest.content.rows);
  const settlements = recorded.map(({ settlement }) => settlement);
  const credits = statements({ model, rows, parts: rowParts({ rows, settlements, contributorsBps }) });
  const content = {
    ...honest.content,
    rows,
    credits,
    earnings: earnings({ ...model, credits, parent: parent?.earnings }),
  };
  return redraft(honest, { content });
}

/** The draft with something else in its bundle, signed for as it is. */
export function redraft(honest: Draft, change: Partial<ReturnType<typeof decodeBatchBundle>>): Draft {
  const bundle = { ...decodeBatchBundle(honest.bytes), ...change };
  const bytes = encodeBatchBundle(bundle);
  return { batch: batchOf(bundle.content, honest.batch.parent, dataHash(bytes)), content: bundle.content, bytes };
}

/** Rows whose first share is too large. */
export function exaggerated([first, ...rows]: readonly Row[], by = 1n): readonly Row[] {
  const [entry, ...entries] = first!.entries;
  return [{ ...first!, entries: [{ ...entry!, share: entry!.share + by }, ...entries] }, ...rows];
}

/** Signs whatever it is given, publishes it unless told otherwise, and posts it. Returns the batch's id. */
export async function postDraft({ chief, store }: Stage, { batch, bytes }: Draft, publish = true): Promise<string> {
  if (publish) await store.writeBundle(bytes);
  const signatures = [await signBatch(chief, batch)];
  return (await postBatch(chief, { batch, signatures, uri: `urn:openledger:bundle:${batch.dataHash}` })).id;
}

async function bucketInputOf(client: Client, published: ContentStore, bucket: bigint) {
  return bucketInput({ world: await readWorld(client), published, base }, { modelId: MODEL, bucket });
}
