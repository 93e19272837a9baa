import type { Engine } from "../model/engine.js";
import { answerGradient } from "../model/answer-gradient.js";
import type { Exchange } from "../model/answer-windows.js";
import type { Lora } from "../model/lora.js";
import { countGrams } from "../retrieval/count-grams.js";
import { randomStream } from "../train/random.js";
import type { ScoreTable } from "./lds.js";

/** Baseline: dot product of the gradient of each cell's loss at the final lanes with the query's gradient. */
export function gradientDots(lora: Lora, cells: readonly Uint8Array[], queries: readonly Exchange[]): ScoreTable {
  const cellGradients = cells.map((cell) => {
    const exchange = { prompt: cell.subarray(0, 1), answer: cell.subarray(1) };
    return answerGradient(lora, exchange).gradient;
  });
  return queries.map((query) => {
    const { gradient } = answerGradient(lora, query);
    return cellGradients.map((cell) => cell.reduce((sum, value, lane) => sum + value * gradient[lane]!, 0));
  });
}

/** Baseline: cosine of TF-IDF weights of byte n-grams between each query's prompt and answer and each cell. */
export function tfIdfCosines(
  { kernels }: Engine,
  cells: readonly Uint8Array[],
  { queries, gram }: { readonly queries: readonly Exchange[]; readonly gram: number },
): ScoreTable {
  const counts = cells.map((cell) => countGrams(cell, gram));
  const documents = new Map<string, number>();
  for (const count of counts) for (const key of count.keys()) documents.set(key, (documents.get(key) ?? 0) + 1);
  const weigh = (count: ReadonlyMap<string, number>): Map<string, number> => {
    const known = [...count].filter(([key]) => documents.has(key));
    return normalize(
      new Map(known.map(([key, n]) => [key, n * kernels.log((cells.length + 1) / documents.get(key)!)])),
    );
  };
  const vectors = counts.map(weigh);
  return queries.map(({ prompt, answer }) => {
    const query = weigh(countGrams(Uint8Array.from([...prompt, ...answer]), gram));
    return vectors.map((vector) => [...query].reduce((sum, [key, weight]) => sum + weight * (vector.get(key) ?? 0), 0));
  });
}

/** Baseline: noise. */
export function randomScores(queries: number, cells: number, seed: string): ScoreTable {
  const random = randomStream(seed, "random scores");
  return Array.from({ length: queries }, () => Array.from({ length: cells }, () => random.signed()));
}

function normalize(vector: Map<string, number>): Map<string, number> {
  const norm = Math.sqrt([...vector.values()].reduce((sum, value) => sum + value * value, 0));
  return norm === 0 ? vector : new Map([...vector].map(([key, value]) => [key, value / norm]));
}
