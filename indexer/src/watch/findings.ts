import type { Verdict } from "./verdict.js";
import type { BatchName } from "./watch-event.js";

/** Something wrong, and what was done about it. */
export type Finding = Verdict & {
  readonly outcome: "none" | "refuted" | "overtaken" | "refused";
} & (BatchName | { readonly modelId: bigint });

/** What a watcher has found since it was started. */
export class Findings {
  readonly #judged = new Set<string>();
  readonly #wrong = new Map<string, Finding>();

  /** Batches and models judged. */
  get judged(): number {
    return this.#judged.size;
  }

  get wrong(): readonly Finding[] {
    return [...this.#wrong.values()];
  }

  /** Whether something wrong still stands. */
  get isWrong(): boolean {
    return this.wrong.some(({ outcome }) => outcome === "none" || outcome === "refused");
  }

  note(name: BatchName | { readonly modelId: bigint }, { kind, detail }: Verdict): void {
    const key = keyOf(name);
    this.#judged.add(key);
    if (kind !== "right" && !this.#wrong.has(key)) this.#wrong.set(key, { ...name, kind, detail, outcome: "none" });
  }

  conclude(batchId: string, outcome: Finding["outcome"]): void {
    const found = this.#wrong.get(batchId);
    if (found !== undefined) this.#wrong.set(batchId, { ...found, outcome });
  }
}

function keyOf(name: BatchName | { readonly modelId: bigint }): string {
  return "batchId" in name ? name.batchId : `model ${String(name.modelId)}`;
}
