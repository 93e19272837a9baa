import { decodeBatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import type { ModelBundle } from "../../../engine/src/core/bundle/model-bundle.js";
import { BaseError } from "../../../engine/src/core/errors.js";
import { type Hex, ZERO_HASH } from "../../../engine/src/core/hash/hex.js";
import type { Batch } from "../../../engine/src/core/hash/structs.js";
import { isImported } from "../../../engine/src/core/import/imported-recipe.js";
import { answerRequest } from "../../../engine/src/core/inference/answer-request.js";
import { decodeRequest, exchangeOf } from "../../../engine/src/core/inference/request.js";
import type { BatchContent } from "../../../engine/src/core/ledger/compute-batch.js";
import { laneRow } from "../../../engine/src/core/ledger/lanes.js";
import { decodeAdapter } from "../../../engine/src/core/model/adapter-file.js";
import { withAdapter } from "../../../engine/src/core/model/adapter.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import { type Answered, attributeWith, type VectorOf } from "../../../engine/src/core/pipeline/attribute-bucket.js";
import { queryVector } from "../../../engine/src/core/quantize/query-vector.js";
import type { Retriever } from "../../../engine/src/core/retrieval/retriever.js";
import { retrieverFor } from "../../../indexer/src/model-retriever.js";
import type { Published } from "../../../indexer/src/published.js";
import type { World } from "../../../indexer/src/replay.js";
import { bucketContext } from "../../../indexer/src/bucket-input.js";

export type ReproducedBatch = {
  readonly batch: Batch;
  readonly content: BatchContent;
  /** Whether answers and vectors were computed again too, or are their host's word. */
  readonly isReExecuted: boolean;
};

/** What an attestor is told who signs for an imported model. */
export const NOT_RE_EXECUTED = "The model was trained elsewhere: answers and query vectors are its host's word";

/**
 * Computes a published batch again, from logs, files and transcripts: every answer by the model, every vector, share and wei. Of a model
 * that was trained elsewhere, answers and vectors are taken as published, and everything that follows from them is computed.
 * Throws {@link NotReproducedError} unless the result is that very bundle.
 * @param options.silent whether rows without answers are accepted: the caller knows of none either.
 */
export async function reproduceBatch(
  lab: { readonly engine: Engine; readonly base: BaseModel },
  { world, published }: { readonly world: World; readonly published: Published },
  { dataHash, silent }: { readonly dataHash: Hex; readonly silent: boolean },
): Promise<ReproducedBatch> {
  const { content, scales, transcripts } = decodeBatchBundle(await published.readBundle(dataHash));
  if (transcripts === undefined) throw new NotReproducedError("it shows no transcripts");
  const { modelId, bucket, rows } = content;
  const { context, bundle } = await bucketContext({ world, published }, { modelId, bucket });

  const rowOf = new Map<Answered, number>();
  const byRow = new Map(transcripts.map((each) => [each.row, each]));
  const settlements = context.settlements.map((recorded) => ({
    ...recorded,
    answers: rows.flatMap((row, place): Answered[] => {
      if (row.sequence !== recorded.settlement.sequence) return [];
      if (silent && row.requestHash === ZERO_HASH) return [];
      const transcript = byRow.get(place);
      if (transcript === undefined) throw new NotReproducedError(`row ${String(place)} has no transcript`);
      const { requestSalt, responseSalt, answer } = transcript;
      const fee = row.cumulativeFee - feeBefore(rows, place, recorded.settlement.cumulativeBefore);
      const answered = { request: decodeRequest(transcript.request), answer, requestSalt, responseSalt, fee };
      rowOf.set(answered, place);
      return [answered];
    }),
  }));

  const isReExecuted = !isImported(bundle.manifest.recipe);
  const publishedVector: VectorOf = (answered) => {
    const row = rowOf.get(answered)!; // every answer was made of a row
    return { lanes: laneRow(content.queries, row), scale: scales[row]! };
  };
  const vectorOf = isReExecuted
    ? rerunVectors(lab, bundle, {
        answers: [...rowOf.keys()],
        retrieve: await retrieverFor({ world, published, ...lab.engine }, { modelId, transcripts }),
      })
    : publishedVector;
  const { batch } = attributeWith(lab.engine, vectorOf, { ...context, settlements });
  if (batch.dataHash !== dataHash) throw new NotReproducedError(`computing it gives ${batch.dataHash}`);
  return { batch, content, isReExecuted };
}

/** Asks the model again, and gives the vectors of its answers. Throws {@link NotReproducedError} for another answer. */
function rerunVectors(
  { engine, base }: { readonly engine: Engine; readonly base: BaseModel },
  bundle: ModelBundle,
  { answers, retrieve }: { readonly answers: readonly Answered[]; readonly retrieve: Retriever | undefined },
): VectorOf {
  const adapter = decodeAdapter(base.config, bundle.adapter);
  withAdapter(engine, base, adapter, (lora) => {
    for (const { request, requestSalt, answer } of answers) {
      const given = answerRequest(lora, request, requestSalt, retrieve);
      if (!sameBytes(given, answer)) throw new NotReproducedError("the model gives another answer to a request");
    }
  });
  return ({ request, answer }) => queryVector(engine, base, adapter, exchangeOf(request, answer));
}

function feeBefore(rows: BatchContent["rows"], place: number, cumulativeBefore: bigint): bigint {
  const previous = rows[place - 1];
  return previous?.sequence === rows[place]!.sequence ? previous.cumulativeFee : cumulativeBefore;
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}

export class NotReproducedError extends BaseError {
  readonly code = "NOT_REPRODUCED";

  constructor(why: string) {
    super(`Refused to sign: the batch cannot be reproduced, ${why}. Compute your own with \`npx hardhat attribute\`.`);
  }
}
