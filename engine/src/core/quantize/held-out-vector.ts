import type { Adapter } from "../model/adapter.js";
import { withAdapter } from "../model/adapter.js";
import { answerGradient } from "../model/answer-gradient.js";
import type { BaseModel } from "../model/base-file.js";
import type { Engine } from "../model/engine.js";
import { quantize } from "./quantize.js";

/**
 * The held-out vector `h` of a Datanet version: the gradient of the mean loss of its held-out chunks, each read from its second byte on.
 * `h · b > 0` where removing the cell of `b` would raise that loss.
 */
export function heldOutVector(
  engine: Engine,
  base: BaseModel,
  adapter: Adapter,
  chunks: readonly Uint8Array[],
): { readonly lanes: Int8Array<ArrayBuffer>; readonly scale: number } {
  const mean = withAdapter(engine, base, adapter, (lora) => {
    const sum = new Float64Array(lora.laneCount); // in the chunks' order
    for (const chunk of chunks) {
      const { gradient } = answerGradient(lora, { prompt: chunk.subarray(0, 1), answer: chunk.subarray(1) });
      gradient.forEach((value, lane) => (sum[lane] = sum[lane]! + value));
    }
    return Float32Array.from(sum, (value) => value / chunks.length);
  });
  const { lanes, scale } = quantize([mean]);
  return { lanes: lanes[0]!, scale };
}
