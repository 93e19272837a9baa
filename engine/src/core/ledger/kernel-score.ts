import type { Engine } from "../model/engine.js";
import { type LaneMatrix, LaneShapeError } from "./lanes.js";
import type { ScoreKernel } from "./score.js";

/**
 * Runs `work` with a score kernel in SIMD, over responses that stand in the engine's memory meanwhile: the same integers as `scoreAll`, some
 * ten times as fast.
 * @param responses the only ones that the kernel scores against; it throws {@link LaneShapeError} for others.
 */
export function withScoreKernel<T>(engine: Engine, responses: LaneMatrix, work: (score: ScoreKernel) => T): T {
  const { arena, kernels } = engine;
  return arena.scope(() => {
    const { rows, lanes, data } = responses;
    const matrix = arena.allocate(data.length);
    const vector = arena.allocate(lanes);
    arena.bytes(matrix, data.length).set(data); // int8 to uint8 keeps the bits
    return work((query, { data: asked }) => {
      if (asked !== data) throw new LaneShapeError("the responses that the kernel was made for", "others");
      if (query.length !== lanes) throw new LaneShapeError(`${lanes} lanes`, `${query.length}`);
      arena.bytes(vector, lanes).set(query);
      return Float64Array.from({ length: rows }, (_, row) => kernels.dotInt8(vector, matrix + row * lanes, lanes));
    });
  });
}
