import { performance } from "node:perf_hooks";

const LIVE_MS = 200;
const LINE_MS = 15_000;

/**
 * Progress of the whole bench and an estimate of the time left, from the cost of what is done and of what is planned.
 * On a terminal the last line is rewritten; elsewhere a line is written every 15 seconds.
 */
export class Progress {
  readonly #write: (text: string) => void;
  readonly #live: boolean;
  readonly #startedAt = performance.now();
  #planned = 0;
  #spent = 0;
  #shownAt = -Infinity;

  constructor(write: (text: string) => void, live: boolean) {
    this.#write = write;
    this.#live = live;
  }

  /** Adds work to what is left, in any unit as long as it is always the same. */
  plan(cost: number): void {
    this.#planned += cost;
  }

  /** Something that stays on the screen. */
  note(text: string): void {
    this.#write(`${this.#live ? "\r\u001b[K" : ""}${text}\n`);
  }

  /** A piece of planned work is done. */
  spend(cost: number, what: string): void {
    this.#spent += cost;
    const now = performance.now();
    if (now - this.#shownAt < (this.#live ? LIVE_MS : LINE_MS)) return;
    this.#shownAt = now;
    const elapsed = (now - this.#startedAt) / 1000;
    const whole = Math.max(this.#planned, this.#spent); // a plan is an estimate too
    const left = (elapsed / this.#spent) * (whole - this.#spent);
    const percent = ((100 * this.#spent) / whole).toFixed(1);
    const line = `  ${percent} % after ${duration(elapsed)}, about ${duration(left)} left · ${what}`;
    this.#write(this.#live ? `\r\u001b[K${line}` : `${line}\n`);
  }
}

/** `42 s`, `7 min`, `2 h 05 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${seconds.toFixed(0)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, "0")} min`;
}
