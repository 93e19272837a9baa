import { answerGradient } from "../model/answer-gradient.js";
import type { Exchange } from "../model/answer-windows.js";
import type { Lora } from "../model/lora.js";
import { loraGradient } from "../model/lora.js";
import { cutWindows } from "../train/windows.js";
import type { ScoreTable } from "./lds.js";

/** Gradients at an adapter's lanes, one float a lane: what every gradient-based estimate is made from. */
export type Gradients = {
  /** Of each training window's loss, Σ nats, cell after cell. */
  readonly windows: readonly Float32Array[];
  /** Of each cell's loss: the sum over its windows. */
  readonly cells: readonly Float32Array[];
  /** Of each query's mean loss, nats a byte. */
  readonly queries: readonly Float32Array[];
};

/** Gradients under the adapter as it is merged now. Cells are cut into windows as training cuts them. */
export function gradientsAt(lora: Lora, cells: readonly Uint8Array[], queries: readonly Exchange[]): Gradients {
  const { engine, config } = lora.network;
  const byCell = engine.arena.scope(() => {
    const gradient = engine.arena.floats(lora.laneCount);
    return cells.map((cell) =>
      cutWindows(cell, config.context).map((sample) => {
        loraGradient(lora, sample, gradient);
        return engine.arena.view(gradient, lora.laneCount).slice();
      }),
    );
  });
  return {
    windows: byCell.flat(),
    cells: byCell.map(sum),
    queries: queries.map((query) => answerGradient(lora, query).gradient),
  };
}

/** Every gradient with lane i multiplied by `factors[i]`: the same gradients in other coordinates. */
export function rescale({ windows, cells, queries }: Gradients, factors: Float32Array): Gradients {
  const apply = (vectors: readonly Float32Array[]): Float32Array[] =>
    vectors.map((vector) => vector.map((value, lane) => value * factors[lane]!));
  return { windows: apply(windows), cells: apply(cells), queries: apply(queries) };
}

/** Dot product of each query's vector with each cell's, in double precision. */
export function dotTable(queries: readonly Float32Array[], cells: readonly Float32Array[]): number[][] {
  return queries.map((query) => cells.map((cell) => dotProduct(query, cell)));
}

/** Cosine of each query's vector with each cell's; 0 beside a vector of zeros. */
export function cosineTable(queries: readonly Float32Array[], cells: readonly Float32Array[]): ScoreTable {
  const norms = cells.map((cell) => Math.sqrt(dotProduct(cell, cell)));
  return dotTable(queries, cells).map((row, query) => {
    const norm = Math.sqrt(dotProduct(queries[query]!, queries[query]!));
    return row.map((value, cell) => (value === 0 ? 0 : value / (norm * norms[cell]!)));
  });
}

/** Σ x · y over the lanes `from` to `to`, in double precision with four running sums. */
export function dotProduct(x: Float32Array, y: Float32Array, from = 0, to = x.length): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = from;
  for (; i + 3 < to; i += 4) {
    a += x[i]! * y[i]!;
    b += x[i + 1]! * y[i + 1]!;
    c += x[i + 2]! * y[i + 2]!;
    d += x[i + 3]! * y[i + 3]!;
  }
  for (; i < to; i++) a += x[i]! * y[i]!;
  return a + b + (c + d);
}

function sum(vectors: readonly Float32Array[]): Float32Array {
  const total = new Float32Array(vectors[0]!.length);
  for (const vector of vectors) for (let lane = 0; lane < total.length; lane++) total[lane]! += vector[lane]!;
  return total;
}
