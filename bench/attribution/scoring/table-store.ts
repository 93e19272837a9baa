import type { ScoreTable } from "../../../engine/src/core/evaluate/lds.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { keccakText } from "../../../engine/src/core/hash/keccak.js";
import type { Experiment } from "../experiment.js";
import type { Lab } from "../lab.js";

/** Changes when a table of scores is computed in another way. */
const VERSION = 1;

/** Content address of a table of scores of one model. */
function tableId({ id }: Experiment, name: string): Hex {
  return keccakText(`${id} table ${String(VERSION)} ${name}`);
}

export function hasTables({ tables }: Lab, experiment: Experiment, names: readonly string[]): boolean {
  return names.every((name) => tables.has(tableId(experiment, name)));
}

export function putTables({ tables }: Lab, experiment: Experiment, scores: ReadonlyMap<string, ScoreTable>): void {
  for (const [name, table] of scores) tables.put(tableId(experiment, name), table.flat());
}

/** A table that was put. */
export function getTable({ tables }: Lab, experiment: Experiment, name: string): ScoreTable {
  const flat = tables.get(tableId(experiment, name))!;
  const { cells, queries } = experiment.corpus;
  return queries.map((_, query) => Array.from(flat.subarray(query * cells.length, (query + 1) * cells.length)));
}
