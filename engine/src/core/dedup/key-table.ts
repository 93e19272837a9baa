/**
 * Numbers by 32-bit keys: `width` keys a row, rows numbered 0, 1, … in the order of adding. Chained hashing in typed arrays, 4 bytes a key
 * for the key, 4 for the chain and 4 to 8 for the table.
 */
export class KeyTable {
  readonly width: number;
  #keys: Int32Array;
  #next: Int32Array;
  #heads: Int32Array;
  #rows = 0;

  constructor(width: number) {
    this.width = width;
    this.#keys = new Int32Array(width);
    this.#next = new Int32Array(width);
    this.#heads = new Int32Array(powerOfTwo(width)).fill(-1);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Keys of all rows, row after row: a view. */
  get keys(): Int32Array {
    return this.#keys.subarray(0, this.#rows * this.width);
  }

  /** Adds a row of `width` keys. */
  add(keys: Int32Array): void {
    const entries = this.#rows * this.width;
    if (entries === this.#keys.length) this.#grow();
    this.#keys.set(keys, entries);
    this.#rows++;
    for (let entry = entries; entry < entries + this.width; entry++) this.#link(entry);
  }

  /** Calls `visit` with every row that has `key` in `column`, the latest first. */
  forEach(column: number, key: number, visit: (row: number) => void): void {
    for (let entry = this.#heads[this.#slot(key)]!; entry >= 0; entry = this.#next[entry]!) {
      if (this.#keys[entry] === key && entry % this.width === column) visit((entry - column) / this.width);
    }
  }

  #link(entry: number): void {
    const slot = this.#slot(this.#keys[entry]!);
    this.#next[entry] = this.#heads[slot]!;
    this.#heads[slot] = entry;
  }

  #slot(key: number): number {
    return Math.imul(key ^ (key >>> 16), 0x85ebca6b) & (this.#heads.length - 1);
  }

  #grow(): void {
    const capacity = 2 * this.#keys.length;
    const keys = new Int32Array(capacity);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#next = new Int32Array(capacity);
    this.#heads = new Int32Array(powerOfTwo(capacity)).fill(-1);
    for (let entry = 0; entry < this.#rows * this.width; entry++) this.#link(entry);
  }
}

function powerOfTwo(atLeast: number): number {
  let power = 1;
  while (power < atLeast) power *= 2;
  return power;
}
