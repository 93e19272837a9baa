import type { ModelConfig } from "../model/config.js";
import { layoutLength, parameterLayout } from "../model/layout.js";
import { randomStream } from "./random.js";

/**
 * A model before pre-training: gains 1, everything else near-normal from the seed with deviation 0.02, but √(1/in) for
 * matrices, and √(1/(2·layers·in)) for those that write to the residual stream, so that its variance does not grow.
 */
export function initialParameters(config: ModelConfig, seed: string): Float32Array<ArrayBuffer> {
  const random = randomStream(seed, "parameters");
  const slots = parameterLayout(config);
  const parameters = new Float32Array(layoutLength(slots));
  for (const { name, shape, offset, length } of slots) {
    if (name.includes("norm")) {
      parameters.fill(1, offset, offset + length);
      continue;
    }
    const residual = name.endsWith(".o") || name.endsWith(".down") ? 2 * config.layers : 1;
    const table = name === "embedding" || name === "positions";
    const deviation = table ? 0.02 : Math.sqrt(1 / (shape[0]! * residual));
    for (let i = 0; i < length; i++) {
      const sum = random.signed() + random.signed() + random.signed(); // variance 1: three uniforms of variance 1/3
      parameters[offset + i] = sum * deviation;
    }
  }
  return parameters;
}
