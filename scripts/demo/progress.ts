import { performance } from "node:perf_hooks";

/** Where lines of progress go: stderr, so that stdout stays for results. */
type Write = (text: string) => void;

/**
 * Live progress of a run in phases, and how long each took.
 * On a terminal the last line is rewritten; elsewhere a line is written about every two seconds.
 */
export class Progress {
  readonly seconds: Record<string, number> = {};
  readonly #write: Write;
  readonly #live: boolean;
  #phase = "";
  #startedAt = 0;
  #shownAt = 0;

  constructor(write: Write, live: boolean) {
    this.#write = write;
    this.#live = live;
  }

  /** Runs one phase; its name is a key of `seconds`. */
  async phase<Result>(name: string, title: string, work: () => Promise<Result>): Promise<Result> {
    this.#phase = name;
    this.#startedAt = performance.now();
    this.#write(`\n▸ ${title}\n`);
    const result = await work();
    this.seconds[name] = Math.round((performance.now() - this.#startedAt) / 100) / 10;
    return result;
  }

  /** Something that happened: stays on the screen. */
  note(text: string): void {
    this.#write(`${this.#live ? "\r\u001b[K" : ""}  ${text}\n`);
  }

  /** How far a long step is. */
  step(what: string, done: number, total: number): void {
    const now = performance.now();
    if (done < total && now - this.#shownAt < (this.#live ? 100 : 2000)) return;
    this.#shownAt = now;
    const seconds = ((now - this.#startedAt) / 1000).toFixed(0);
    const line = `  ${this.#phase}: ${what} ${String(done)}/${String(total)} (${seconds} s)`;
    this.#write(this.#live ? `\r\u001b[K${line}${done < total ? "" : "\n"}` : `${line}\n`);
  }
}
