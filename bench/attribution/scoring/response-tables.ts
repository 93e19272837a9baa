import { dotTable } from "../../../engine/src/core/evaluate/gradients.js";
import type { ScoreTable } from "../../../engine/src/core/evaluate/lds.js";
import { quantizedScores } from "../../../engine/src/core/evaluate/response-scores.js";
import { withAdapter } from "../../../engine/src/core/model/adapter.js";
import { answerGradient } from "../../../engine/src/core/model/answer-gradient.js";
import type { Exchange } from "../../../engine/src/core/model/answer-windows.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { LoraConfig } from "../../../engine/src/core/model/config.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";

/** Score tables computed from responses. */
export const RESPONSE_TABLES = ["response-float", "response-int16", "response-int8", "response-int4"] as const;

/**
 * R1's scores as floats and with lanes of 16, 8 and 4 bits.
 * @param task.lanes of the model, and of the model without each cell.
 */
export function responseTables(
  engine: Engine,
  task: {
    readonly base: BaseModel;
    readonly lora: LoraConfig;
    readonly queries: readonly Exchange[];
    readonly lanes: { readonly all: Float32Array; readonly without: readonly Float32Array[] };
  },
): Map<(typeof RESPONSE_TABLES)[number], ScoreTable> {
  const { base, lora, queries, lanes } = task;
  const gradients = withAdapter(engine, base, { lora, lanes: lanes.all }, (merged) =>
    queries.map((query) => answerGradient(merged, query).gradient),
  );
  const responses = lanes.without.map((left) => left.map((value, lane) => value - lanes.all[lane]!));
  return new Map([
    ["response-float", dotTable(gradients, responses)],
    ["response-int16", quantizedScores(gradients, responses, 16)],
    ["response-int8", quantizedScores(gradients, responses, 8)],
    ["response-int4", quantizedScores(gradients, responses, 4)],
  ]);
}
