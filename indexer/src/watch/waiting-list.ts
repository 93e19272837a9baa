/** How long what was refused, or left to somebody else who did not finish it, rests. */
const RETRY_MS = 30_000;

type Waiting<T> = { readonly work: T; readonly dueMs: number; readonly isTried: boolean };

/** Work that waits for this watcher's time, and for another attempt until the chain says that it is done. Times: the caller's clock. */
export class WaitingList<T> {
  readonly #waiting = new Map<string, Waiting<T>>();

  /** Whether each was tried at least once. */
  get isTried(): boolean {
    return [...this.#waiting.values()].every(({ isTried }) => isTried);
  }

  has(key: string): boolean {
    return this.#waiting.has(key);
  }

  put(key: string, work: T, dueMs: number): void {
    this.#waiting.set(key, { work, dueMs, isTried: false });
  }

  /** Lets go of all but these. */
  keep(isWanted: (key: string, work: T) => boolean): void {
    for (const [key, { work }] of this.#waiting) if (!isWanted(key, work)) this.#waiting.delete(key);
  }

  /** Takes what is due; it is due again after a rest. */
  take(nowMs: number): readonly T[] {
    const due = [...this.#waiting].filter(([, { dueMs }]) => dueMs <= nowMs);
    for (const [key, { work }] of due) {
      this.#waiting.set(key, { work, dueMs: nowMs + RETRY_MS, isTried: true });
    }
    return due.map(([, { work }]) => work);
  }
}
