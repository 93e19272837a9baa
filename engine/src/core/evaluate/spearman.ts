import { InvalidInputError } from "../errors.js";

/** Spearman's rank correlation, −1…1; ties share their mean rank. A constant list correlates with nothing: 0. */
export function spearman(x: readonly number[], y: readonly number[]): number {
  if (x.length !== y.length || x.length < 2)
    throw new InvalidInputError("expected two lists of equal length, at least 2");
  const a = ranks(x);
  const b = ranks(y);
  const mean = (x.length - 1) / 2;
  let both = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const u = a[i]! - mean;
    const v = b[i]! - mean;
    both += u * v;
    squaresA += u * u;
    squaresB += v * v;
  }
  return squaresA === 0 || squaresB === 0 ? 0 : both / Math.sqrt(squaresA * squaresB);
}

/** Rank of each value from 0, ascending; equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): number[] {
  if (!values.every(Number.isFinite)) throw new InvalidInputError("only finite values can be ranked");
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]! || i - j);
  const result = new Array<number>(values.length);
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
    for (let i = first; i < end; i++) result[order[i]!] = (first + end - 1) / 2;
    first = end;
  }
  return result;
}
