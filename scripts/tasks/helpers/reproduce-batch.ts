import { decodeBatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import { BaseError } from "../../../engine/src/core/errors.js";
import { type Hex, ZERO_HASH } from "../../../engine/src/core/hash/hex.js";
import type { Batch } from "../../../engine/src/core/hash/structs.js";
import { answerRequest } from "../../../engine/src/core/inference/answer-request.js";
import { decodeRequest } from "../../../engine/src/core/inference/request.js";
import type { BatchContent } from "../../../engine/src/core/ledger/compute-batch.js";
import { withAdapter } from "../../../engine/src/core/model/adapter.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import { type Answered, attributeBucket } from "../../../engine/src/core/pipeline/attribute-bucket.js";
import type { Published } from "../../../indexer/src/published.js";
import type { World } from "../../../indexer/src/replay.js";
import { bucketInput } from "../../../indexer/src/bucket-input.js";

/**
 * Computes a published batch again, from logs, files and transcripts: every answer by the model, every vector, share and wei.
 * Throws {@link NotReproducedError} unless the result is that very bundle.
 * @param options.silent whether rows without answers are accepted: the caller knows of none either.
 */
export async function reproduceBatch(
  lab: { readonly engine: Engine; readonly base: BaseModel },
  { world, published }: { readonly world: World; readonly published: Published },
  { dataHash, silent }: { readonly dataHash: Hex; readonly silent: boolean },
): Promise<{ readonly batch: Batch; readonly content: BatchContent }> {
  const { content, transcripts } = decodeBatchBundle(await published.readBundle(dataHash));
  if (transcripts === undefined) throw new NotReproducedError("it shows no transcripts");
  const { modelId, bucket, rows } = content;
  const input = await bucketInput({ world, published, ...lab }, { modelId, bucket });

  const byRow = new Map(transcripts.map((each) => [each.row, each]));
  const settlements = input.settlements.map((recorded) => ({
    ...recorded,
    answers: rows.flatMap((row, place): Answered[] => {
      if (row.sequence !== recorded.settlement.sequence) return [];
      if (silent && row.requestHash === ZERO_HASH) return [];
      const transcript = byRow.get(place);
      if (transcript === undefined) throw new NotReproducedError(`row ${String(place)} has no transcript`);
      const { requestSalt, responseSalt, answer } = transcript;
      const fee = row.cumulativeFee - feeBefore(rows, place, recorded.settlement.cumulativeBefore);
      return [{ request: decodeRequest(transcript.request), answer, requestSalt, responseSalt, fee }];
    }),
  }));

  withAdapter(lab.engine, lab.base, input.adapter, (lora) => {
    for (const { request, requestSalt, answer } of settlements.flatMap(({ answers }) => answers)) {
      const given = answerRequest(lora, request, requestSalt);
      if (!sameBytes(given, answer)) throw new NotReproducedError("the model gives another answer to a request");
    }
  });
  const { batch } = attributeBucket(lab, { ...input, settlements });
  if (batch.dataHash !== dataHash) throw new NotReproducedError(`computing it gives ${batch.dataHash}`);
  return { batch, content };
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
