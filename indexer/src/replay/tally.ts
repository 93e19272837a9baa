import { compareText } from "../../../engine/src/core/order.js";

/** A table of amounts by key; absent means 0. */
export class Tally {
  readonly #amounts = new Map<string, bigint>();

  get(key: string): bigint {
    return this.#amounts.get(key) ?? 0n;
  }

  add(key: string, amount: bigint): void {
    this.#amounts.set(key, this.get(key) + amount);
  }

  set(key: string, amount: bigint): void {
    this.#amounts.set(key, amount);
  }

  /** Keys ascending, so that whatever is made from them is the same everywhere. */
  entries(): readonly (readonly [string, bigint])[] {
    return [...this.#amounts].sort(([a], [b]) => compareText(a, b));
  }

  total(): bigint {
    return [...this.#amounts.values()].reduce((sum, amount) => sum + amount, 0n);
  }
}

/** One key from several parts. */
export function key(...parts: readonly (string | bigint | number)[]): string {
  return parts.map(String).join("/");
}
