import { measureClaims } from "./claims.js";
import { measureContributing } from "./contributing.js";
import { measurePayments } from "./payments.js";
import { measurePosting } from "./posting.js";
import { measureRefutations } from "./refutations.js";
import type { GasRow } from "./row.js";

/** Every row of the gas table, measured on the in-process chain. Deterministic: the same contracts give the same numbers. */
export async function measureGas(): Promise<GasRow[]> {
  return [
    ...(await measurePosting()),
    ...(await measureClaims()),
    ...(await measureRefutations()),
    ...(await measurePayments()),
    ...(await measureContributing()),
  ];
}
