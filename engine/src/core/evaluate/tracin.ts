import type { Gradients } from "./gradients.js";
import { dotTable } from "./gradients.js";
import type { ScoreTable } from "./lds.js";

/**
 * TracInCP (Pruthi et al., arXiv:2002.08484): the sum over checkpoints of the gradients' dot products. The learning rate is
 * constant here, a factor that ranks nothing differently.
 * On gradients rescaled to AdamW's coordinates at each checkpoint this is the Adam-preconditioned form (LESS, arXiv:2402.04333).
 */
export function tracInScores(checkpoints: readonly Pick<Gradients, "cells" | "queries">[]): ScoreTable {
  const tables = checkpoints.map(({ cells, queries }) => dotTable(queries, cells));
  return tables[0]!.map((row, q) => row.map((_, c) => tables.reduce((sum, table) => sum + table[q]![c]!, 0)));
}
