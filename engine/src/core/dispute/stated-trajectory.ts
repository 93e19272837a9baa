import type { Hex } from "../hash/hex.js";
import { ENTRY } from "../hash/schemas.js";
import { structListHash } from "../hash/struct-hash.js";
import type { Entry, Row } from "../hash/structs.js";
import { manifestResult, rowResult } from "./results.js";
import { type Trajectory, trajectoryOf } from "./trajectory.js";

/**
 * The defence of a row of an imported model by whoever cannot run it again: one state, the committed query's root, and the committed
 * result. It shows nothing and claims nothing new; it keeps silence from deciding, so that a panel must.
 */
export function statedRow(row: Pick<Row, "requestHash" | "responseHash" | "queryRoot">): Trajectory {
  return trajectoryOf([row.queryRoot], rowResult(row));
}

/** The same of an imported model's manifest: its one state is the responses' root. */
export function statedManifest(model: {
  readonly manifestHash: Hex;
  readonly responseRoot: Hex;
  readonly defaults: readonly Entry[];
}): Trajectory {
  const { manifestHash, responseRoot, defaults } = model;
  return trajectoryOf([responseRoot], manifestResult(manifestHash, structListHash(ENTRY, defaults)));
}
