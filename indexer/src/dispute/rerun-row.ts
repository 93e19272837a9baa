import { rowEvidence } from "../../../engine/src/core/audit/evidence.js";
import type { RowProof } from "../../../engine/src/core/audit/evidence-types.js";
import type { BatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import { matchesRow } from "../../../engine/src/core/bundle/transcripts-json.js";
import { queryTrajectory } from "../../../engine/src/core/dispute/query-trajectory.js";
import type { Trajectory } from "../../../engine/src/core/dispute/trajectory.js";
import { BaseError } from "../../../engine/src/core/errors.js";
import { decodeRequest, isWhole } from "../../../engine/src/core/inference/request.js";
import type { Adapter } from "../../../engine/src/core/model/adapter.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import type { Retriever } from "../../../engine/src/core/retrieval/retriever.js";

/** A row with its proof, and what asking its model again gives. */
export type RowRerun = { readonly row: RowProof; readonly trajectory: Trajectory };

/** Asks a model again what a row of a batch was answered from, step by step. Throws {@link NoTranscriptError}, {@link PartialAnswerError}. */
export function rerunRow(
  lab: {
    readonly engine: Engine;
    readonly base: BaseModel;
    readonly adapter: Adapter;
    readonly retrieve?: Retriever | undefined;
  },
  { content, transcripts = [] }: BatchBundle,
  index: number,
): RowRerun {
  const transcript = transcripts.find((each) => each.row === index && matchesRow(each, content.rows[index]));
  if (transcript === undefined) throw new NoTranscriptError(index);
  // Nobody shall make us draw an answer that is longer than the one that was given.
  if (!isWhole(decodeRequest(transcript.request), transcript.answer)) throw new PartialAnswerError(index);
  return { row: rowEvidence(content, index), trajectory: queryTrajectory(lab, transcript) };
}

export class NoTranscriptError extends BaseError {
  readonly code = "NO_TRANSCRIPT";

  constructor(index: number) {
    super(
      `Expected the texts that row ${String(index)} was hashed from, but they are not there. Only a panel that they are sealed to ` +
        "can run it again.",
    );
  }
}

export class PartialAnswerError extends BaseError {
  readonly code = "PARTIAL_ANSWER";

  constructor(index: number) {
    super(
      `Expected row ${String(index)} to have the answer's bytes that its request asks for, but it has not. No model gives that answer: ` +
        "it is refuted without being run.",
    );
  }
}
