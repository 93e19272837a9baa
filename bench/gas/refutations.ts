import type { GasRow } from "./row.js";
export async function measureRefutations(): Promise<GasRow[]> {
  return [];
}
