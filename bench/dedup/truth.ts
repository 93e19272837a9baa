import { readFile } from "node:fs/promises";

/**
 * What two licence texts are to each other, decided from a diff of their words:
 * `same`: nothing differs but names, versions, dates, addresses, typography and at most a sentence or two; to be merged.
 * `partly`: most clauses are word for word the same, others are new. Merged or not, neither is wrong of the whole; its chunks count.
 * `rewritten`: the same purpose or family, drafted anew; not to be merged.
 * `unrelated`: of other drafters; not to be merged.
 */
export const KINDS = ["same", "partly", "rewritten", "unrelated"] as const;
export type Kind = (typeof KINDS)[number];

/** SPDX ids, the earlier commitment first, and why the pair is what it is taken for. */
export type Pair = { readonly earlier: string; readonly later: string; readonly kind: Kind; readonly why: string };

export const TRUTH_FILE = "bench/dedup/families.json";

export async function readTruth(): Promise<Pair[]> {
  return JSON.parse(await readFile(TRUTH_FILE, "utf8")) as Pair[];
}
