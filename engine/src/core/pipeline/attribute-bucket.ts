import type { RecordedSettlement } from "../audit/audit-case.js";
import { encodeBatchBundle } from "../bundle/batch-bundle.js";
import { dataHash } from "../bundle/pieces.js";
import { saltedHash } from "../hash/heads.js";
import { type Hex, ZERO_HASH } from "../hash/hex.js";
import type { Batch, Earning } from "../hash/structs.js";
import { encodeRequest, exchangeOf, type InferenceRequest } from "../inference/request.js";
import type { LastAnswers } from "../ledger/bucket-rows.js";
import { type BatchContent, batchOf, type BucketInput, computeBatch } from "../ledger/compute-batch.js";
import { withScoreKernel } from "../ledger/kernel-score.js";
import type { Adapter } from "../model/adapter.js";
import type { BaseModel } from "../model/base-file.js";
import type { Engine } from "../model/engine.js";
import { type QueryVector, queryVector } from "../quantize/query-vector.js";

/** A paid answer as its host kept it. `fee` in token base units; salts of 32 bytes. */
export type Answered = {
  readonly request: InferenceRequest;
  readonly answer: Uint8Array;
  readonly requestSalt: Hex;
  readonly responseSalt: Hex;
  readonly fee: bigint;
};

/** A settlement and the answers it pays, in order; none where nobody can show them. */
export type AnsweredSettlement = RecordedSettlement & { readonly answers: readonly Answered[] };

/** A bucket and everything its published batch is a function of, beside its answers' vectors. */
export type BucketToAnswer = Omit<BucketInput, "settlements" | "parent" | "score"> & {
  /** All of the bucket, by sequence. */
  readonly settlements: readonly AnsweredSettlement[];
  /** The batch before: its id and its earnings; undefined for a model's first. */
  readonly parent: { readonly id: Hex; readonly earnings: readonly Earning[] } | undefined;
};

/** The same of a model of this engine, whose adapter gives the vectors. */
export type BucketToAttribute = BucketToAnswer & { readonly adapter: Adapter };

/** Gives an answer's query vector: value ≈ lane · scale. */
export type VectorOf = (answered: Answered) => Pick<QueryVector, "lanes" | "scale">;

export type AttributedBucket = {
  readonly batch: Batch;
  readonly content: BatchContent;
  /** The bundle under `batch.dataHash`. */
  readonly bytes: Uint8Array;
  readonly lastAnswers: LastAnswers;
};

const SILENT_SCALE = 1;

/** From answers to a batch ready to be signed: query vectors, scores, rows, statements, earnings, roots. Transcripts are published. */
export function attributeBucket(
  { engine, base }: { readonly engine: Engine; readonly base: BaseModel },
  { adapter, ...input }: BucketToAttribute,
): AttributedBucket {
  const vectorOf: VectorOf = ({ request, answer }) => queryVector(engine, base, adapter, exchangeOf(request, answer));
  return attributeWith(engine, vectorOf, input);
}

/** The same with vectors that come from elsewhere. Throws what `vectorOf` throws, and what computing a batch throws. */
export function attributeWith(engine: Engine, vectorOf: VectorOf, input: BucketToAnswer): AttributedBucket {
  const { parent, settlements, ...bucket } = input;
  const answers = settlements.flatMap((each) => each.answers);
  const queries = new Map(answers.map((each) => [each, vectorOf(each)]));

  const { content, lastAnswers } = withScoreKernel(engine, bucket.model.responses, (score) =>
    computeBatch({
      ...bucket,
      score,
      parent: parent?.earnings,
      settlements: settlements.map(({ answers: paid, ...recorded }) => ({
        ...recorded,
        receipts: paid.map((each) => ({
          requestHash: requestHashOf(each),
          responseHash: saltedHash(each.responseSalt, each.answer),
          fee: each.fee,
          query: queries.get(each)!.lanes,
        })),
      })),
    }),
  );
  // A settlement without answers has one silent row: a zero vector, whose scale says nothing, and no transcript.
  const byRow = settlements.flatMap((each): readonly (Answered | undefined)[] =>
    each.answers.length > 0 ? each.answers : [undefined],
  );
  const bytes = encodeBatchBundle({
    content,
    scales: Float32Array.from(byRow, (each) => (each === undefined ? SILENT_SCALE : queries.get(each)!.scale)),
    transcripts: byRow.flatMap((each, row) => {
      if (each === undefined) return [];
      const { request, answer, requestSalt, responseSalt } = each;
      return [{ row, request: encodeRequest(request), answer, requestSalt, responseSalt }];
    }),
  });
  const batch = batchOf(content, parent?.id ?? ZERO_HASH, dataHash(bytes));
  return { batch, content, bytes, lastAnswers };
}

/** What an answer's receipt commits to as its request. */
export function requestHashOf({ requestSalt, request }: Pick<Answered, "requestSalt" | "request">): Hex {
  return saltedHash(requestSalt, encodeRequest(request));
}
