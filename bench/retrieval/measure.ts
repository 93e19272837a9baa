import { concatBytes } from "@noble/hashes/utils.js";

import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { laneLayout } from "../../engine/src/core/model/layout.js";
import type { Lora } from "../../engine/src/core/model/lora.js";
import { nextLogits } from "../../engine/src/core/model/next-logits.js";
import { continuationIn, joinContinuations } from "../../engine/src/core/retrieval/continuation.js";
import { byteOdds } from "../../engine/src/core/retrieval/mixture.js";
import { type RetrievableChunk, retrievalCorpus } from "../../engine/src/core/retrieval/retrieval-corpus.js";
import { retrieverOf } from "../../engine/src/core/retrieval/retriever.js";
import { weighChunks } from "../../engine/src/core/retrieval/weigh-chunks.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { initialLanes } from "../../engine/src/core/train/initial-lanes.js";
import { DEFAULT_RECIPE } from "../../engine/src/core/train/plan.js";
import { demoCorpus, type DemoContribution, type DemoQuestion } from "../../engine/src/io/corpus/demo-corpus.js";

/** What else the mixture might have been: shortest ending that counts, and what the chunks' word weighs. */
export const ENDINGS = [2, 3, 4, 5, 6, 8, 12] as const;
export const WEIGHTS = [1 / 8, 1 / 4, 3 / 8, 1 / 2] as const;

/** A byte of a true continuation: what the model gives it, and how the retrieved chunks go on from the text before it. */
type Observation = {
  readonly probability: number;
  readonly length: number;
  readonly hits: number;
  readonly places: number;
};

/** One question: whose chunks came back, and what they did for the way the source goes on. */
export type Answered = {
  /** Of the question's own source, of its Datanet: among the chunks, and of the positive Shapley values. */
  readonly source: {
    readonly first: boolean;
    readonly found: boolean;
    readonly chunks: number;
    readonly share: number;
  };
  readonly datanet: { readonly chunks: number; readonly share: number };
  /** Nats a byte that the chunks together add. */
  readonly gain: number;
  /** Of all chunks, those that made the continuation less likely. */
  readonly harmful: number;
};

export type RetrievalFigures = {
  readonly chunks: number;
  readonly questions: number;
  readonly bytes: number;
  /** Nats a byte of the model alone. */
  readonly alone: number;
  /** Nats a byte, by shortest ending, then weight. */
  readonly mixtures: readonly (readonly number[])[];
  readonly answered: readonly Answered[];
};

/** Asks the demonstration's questions, passages that no contribution holds, of the base model without an adapter. */
export async function measure(engine: Engine, base: BaseModel): Promise<RetrievalFigures> {
  const { contributions, questions } = await demoCorpus();
  const honest = contributions.filter(({ kind }) => kind === "honest");
  const corpus = retrievalCorpus(honest.map(sourceOf));
  const retrieve = retrieverOf(engine.kernels, corpus);
  const { lora: shape } = DEFAULT_RECIPE;
  const adapter = { lora: shape, lanes: initialLanes(laneLayout(base.config, shape)) };
  return withAdapter(engine, base, adapter, (lora) => {
    const found = questions.map((question) => ({ question, chunks: retrieve(question.prompt) }));
    const observations = found.flatMap(({ question, chunks }) => observe(lora, question, chunks));
    return {
      chunks: corpus.length,
      questions: questions.length,
      bytes: observations.length,
      alone: natsAByte(observations, { ending: Infinity, weight: 0 }),
      mixtures: ENDINGS.map((ending) => WEIGHTS.map((weight) => natsAByte(observations, { ending, weight }))),
      answered: found.map(({ question, chunks }) => weigh(lora, question, { chunks, honest })),
    };
  });
}

function sourceOf({ bytes }: DemoContribution, place: number) {
  const content = chunkContribution(bytes, { maxBytes: bytes.length });
  const contributionId = BigInt(place + 1);
  return { contributionId, datanetId: 1n, committedBlock: contributionId, withdrawn: false, voidChunks: [], content };
}

function observe(
  { network }: Lora,
  { prompt, truth }: DemoQuestion,
  chunks: readonly RetrievableChunk[],
): Observation[] {
  const text = concatBytes(prompt, truth);
  return Array.from(truth, (byte, i) => {
    const before = text.subarray(0, prompt.length + i);
    const { probability } = byteOdds(network.engine.kernels, nextLogits(network, before))[byte]!;
    const { length, next } = joinContinuations(chunks.map(({ bytes }) => continuationIn(bytes, before)));
    return { probability, length, hits: next.filter((each) => each === byte).length, places: next.length };
  });
}

function natsAByte(
  observations: readonly Observation[],
  { ending, weight }: { readonly ending: number; readonly weight: number },
): number {
  const nats = observations.map(({ probability, length, hits, places }) =>
    Math.log(length < ending ? probability : (1 - weight) * probability + (weight * hits) / places),
  );
  return -mean(nats);
}

function weigh(
  lora: Lora,
  { prompt, truth, title, datanet }: DemoQuestion,
  { chunks, honest }: { readonly chunks: readonly RetrievableChunk[]; readonly honest: readonly DemoContribution[] },
): Answered {
  const exchange = { prompt, answer: truth };
  const { utilities, values, shares } = weighChunks(
    lora,
    exchange,
    chunks.map(({ bytes }) => bytes),
  );
  const owners = chunks.map(({ contributionId }) => honest[Number(contributionId) - 1]!);
  const total = shares.reduce((sum, share) => sum + share, 0n);
  const partOf = (isOne: (owner: DemoContribution) => boolean) => ({
    chunks: mean(owners.map((owner) => Number(isOne(owner)))),
    share:
      total === 0n
        ? 0
        : owners.reduce((sum, owner, i) => sum + (isOne(owner) ? Number(shares[i]!) : 0), 0) / Number(total),
  });
  const isSource = (owner: DemoContribution): boolean => owner.title === title;
  return {
    source: {
      first: owners[0] !== undefined && isSource(owners[0]),
      found: owners.some(isSource),
      ...partOf(isSource),
    },
    datanet: partOf((owner) => owner.datanet === datanet),
    gain: (utilities.at(-1)! - utilities[0]!) / 1000 / truth.length,
    harmful: mean(values.map((value) => Number(value < 0n))),
  };
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
