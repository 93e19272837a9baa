import type { Slot } from "../model/layout.js";
import type { Gradients } from "./gradients.js";
import { dotProduct } from "./gradients.js";
import type { ScoreTable } from "./lds.js";

/** λ of a tensor as a part of the mean squared gradient of its lanes: DataInf's own choice. */
const DAMPING = 0.1;

/**
 * DataInf (Kwon et al., arXiv:2310.00902, eq. 5): the inverse of each tensor's damped Fisher matrix is replaced by the mean of the
 * inverses of its rank-one parts, which have a closed form:
 * Σ over tensors of 1/λ · (q·c − 1/n Σᵢ (q·gᵢ)(gᵢ·c) / (λ + ‖gᵢ‖²)), λ = 0.1 · mean of gᵢ² over windows and lanes.
 * @param slots the adapter's tensors among the lanes.
 */
export function dataInfScores({ windows, cells, queries }: Gradients, slots: readonly Slot[]): ScoreTable {
  const scores = queries.map(() => new Array<number>(cells.length).fill(0));
  for (const { offset, length } of slots) {
    const dot = (x: Float32Array, y: Float32Array): number => dotProduct(x, y, offset, offset + length);
    const norms = windows.map((window) => dot(window, window));
    const lambda = (DAMPING * norms.reduce((sum, norm) => sum + norm, 0)) / (windows.length * length);
    if (lambda === 0) continue; // no window moves this tensor
    const byCell = cells.map((cell) => windows.map((window) => dot(cell, window)));
    queries.forEach((query, q) => {
      const weights = windows.map((window, i) => dot(query, window) / ((lambda + norms[i]!) * windows.length));
      cells.forEach((cell, c) => {
        const shared = weights.reduce((sum, weight, i) => sum + weight * byCell[c]![i]!, 0);
        scores[q]![c]! += (dot(query, cell) - shared) / lambda;
      });
    });
  }
  return scores;
}
