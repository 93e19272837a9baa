import { cholesky, solveCholesky } from "./cholesky.js";
import type { Gradients } from "./gradients.js";
import { dotProduct, dotTable } from "./gradients.js";
import type { ScoreTable } from "./lds.js";

/**
 * Damped influence (Koh and Liang, arXiv:1703.04730): qᵀ (F + λI)⁻¹ c with the empirical Fisher F = 1/n Σ gᵢ gᵢᵀ over the n
 * training windows. Exact, by Woodbury's identity in the windows' n × n Gram matrix K:
 * (F + λI)⁻¹ = 1/λ · (I − Gᵀ (K + nλI)⁻¹ G).
 *
 * On gradients {@link rescale}d by 1 / (√v + ε)^½ this is the same in the coordinates in which AdamW takes plain steps; on projected
 * gradients it is TRAK.
 * @returns scores for each damping, which is relative: λ = damping · trace(F) / n, the mean of F's n largest eigenvalues.
 */
export function influenceScores(
  { windows, cells, queries }: Gradients,
  dampings: readonly number[],
): ReadonlyMap<number, ScoreTable> {
  const n = windows.length;
  const gram = gramMatrix(windows);
  const trace = windows.reduce((sum, _, i) => sum + gram[i * n + i]!, 0); // n · trace(F)
  const direct = dotTable(queries, cells);
  const byQuery = dotTable(queries, windows);
  const byCell = dotTable(cells, windows);
  const scoresAt = (damping: number): ScoreTable => {
    const shift = (damping * trace) / n; // nλ
    const factor = cholesky({ size: n, values: gram }, shift);
    const solved = byCell.map((row) => solveCholesky(factor, row));
    return direct.map((row, q) => row.map((value, c) => (value - weigh(byQuery[q]!, solved[c]!)) * (n / shift)));
  };
  return new Map(dampings.map((damping) => [damping, scoresAt(damping)]));
}

function gramMatrix(vectors: readonly Float32Array[]): Float64Array {
  const n = vectors.length;
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) gram[i * n + j] = gram[j * n + i] = dotProduct(vectors[i]!, vectors[j]!);
  }
  return gram;
}

function weigh(x: readonly number[], y: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * y[i]!, 0);
}
