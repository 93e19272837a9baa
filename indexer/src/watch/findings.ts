import type { Verdict } from "./verdict.js";
import type { SubjectName } from "./watch-event.js";

/** Something wrong, and what was done about it. */
export type Finding = Verdict & {
  readonly outcome: "none" | "refuted" | "disputed" | "overtaken" | "refused";
} & SubjectName;

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

  note(name: SubjectName, { kind, detail }: Verdict): void {
    const key = keyOf(name);
    this.#judged.add(key);
    if (kind !== "right" && !this.#wrong.has(key)) this.#wrong.set(key, { ...name, kind, detail, outcome: "none" });
  }

  conclude(name: SubjectName, outcome: Finding["outcome"]): void {
    const key = keyOf(name);
    const found = this.#wrong.get(key);
    if (found !== undefined) this.#wrong.set(key, { ...found, outcome });
  }
}

function keyOf(name: SubjectName): string {
  return "batchId" in name ? name.batchId : `model ${String(name.modelId)}`;
}
