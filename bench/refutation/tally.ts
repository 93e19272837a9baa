/** Gas of a proof, over all wrong batches it refuted in a transaction. */
export type GasRange = {
  readonly count: number;
  readonly least: number;
  readonly median: number;
  readonly most: number;
};

/** What a play counted. */
export class Tally {
  honestTried = 0;
  /** Receipts of the honest buckets, all and in the largest; buckets of 1,000 or more. */
  receipts = 0;
  mostReceipts = 0;
  largeBuckets = 0;
  /** Proofs tried against them: each with the batch's own evidence, and those made against wrong batches. */
  honestProofsTried = 0;
  falseRefutations = 0;
  corruptTried = 0;
  refuted = 0;
  /** Wrong batches whose fault is a hash of nothing: a demand that nobody can answer drops them. */
  unanswerable = 0;
  missed = 0;
  /** Demands to honest batches that were answered, and batches that fell although. */
  demandsAnswered = 0;
  falseFalls = 0;
  /** Honest batches of which one item was withheld, those that fell in one transaction, signers slashed for this first time. */
  withheldTried = 0;
  withheldFell = 0;
  slashedForTheFirst = 0;
  /** What went wrong, in words. */
  readonly misses: string[] = [];
  /** How often a wrong batch had the corruption, alone or with another. */
  readonly byCorruption: Record<string, number> = {};
  readonly #gas = new Map<string, number[]>();

  miss(why: string): void {
    this.missed++;
    this.misses.push(why);
  }

  falseRefutation(why: string): void {
    this.falseRefutations++;
    this.misses.push(why);
  }

  bucket(receipts: number): void {
    this.honestTried++;
    this.receipts += receipts;
    this.mostReceipts = Math.max(this.mostReceipts, receipts);
    if (receipts >= 1_000) this.largeBuckets++;
  }

  corruption(names: readonly string[]): void {
    this.corruptTried++;
    for (const name of new Set(names)) this.byCorruption[name] = (this.byCorruption[name] ?? 0) + 1;
  }

  spent(method: string, gas: number): void {
    const known = this.#gas.get(method) ?? [];
    known.push(gas);
    this.#gas.set(method, known);
  }

  /** By method. */
  get gas(): Record<string, GasRange> {
    const methods = [...this.#gas].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(methods.map(([method, gas]) => [method, rangeOf(gas)]));
  }
}

function rangeOf(gas: readonly number[]): GasRange {
  const sorted = gas.toSorted((a, b) => a - b);
  return { count: gas.length, least: sorted[0]!, median: sorted[sorted.length >> 1]!, most: sorted.at(-1)! };
}
