import type { Adapter } from "../model/adapter.js";
import { withAdapter } from "../model/adapter.js";
import { answerGradient } from "../model/answer-gradient.js";
import type { Exchange } from "../model/answer-windows.js";
import type { BaseModel } from "../model/base-file.js";
import type { Engine } from "../model/engine.js";
import { quantize } from "./quantize.js";

/** What an inference leaves for attribution: the gradient of its answer's loss as int8 lanes. */
export type QueryVector = {
  readonly lanes: Int8Array;
  readonly scale: number;
  /** Nats a byte. */
  readonly loss: number;
};

/**
 * The query vector `a` of an exchange. Its sign: `a · b > 0` where removing the cell of `b` would raise the answer's loss.
 * @param onWindow see {@link answerGradient}.
 */
export function queryVector(
  engine: Engine,
  base: BaseModel,
  adapter: Adapter,
  exchange: Exchange,
  onWindow?: (sum: Float32Array) => void,
): QueryVector {
  const { gradient, loss } = withAdapter(engine, base, adapter, (lora) => answerGradient(lora, exchange, onWindow));
  const { lanes, scale } = quantize([gradient]);
  return { lanes: lanes[0]!, scale, loss };
}
