import { InvalidInputError } from "../errors.js";

/** A square symmetric matrix, row by row. */
export type Symmetric = { readonly size: number; readonly values: Float64Array };

/**
 * The lower triangle L with L·Lᵀ = matrix + shift · I. Throws {@link InvalidInputError} unless that is positive definite.
 */
export function cholesky({ size, values }: Symmetric, shift: number): Symmetric {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = values[row * size + column]! + (row === column ? shift : 0);
      for (let k = 0; k < column; k++) rest -= lower[row * size + k]! * lower[column * size + k]!;
      if (row !== column) lower[row * size + column] = rest / lower[column * size + column]!;
      else if (rest > 0) lower[row * size + row] = Math.sqrt(rest);
      else throw new InvalidInputError(`the matrix is not positive definite at row ${row}; use a larger shift`);
    }
  }
  return { size, values: lower };
}

/** Solves (L·Lᵀ) x = right by forward and backward substitution. */
export function solveCholesky({ size, values }: Symmetric, right: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) x[row]! -= values[row * size + k]! * x[k]!;
    x[row]! /= values[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) x[row]! -= values[k * size + row]! * x[k]!;
    x[row]! /= values[row * size + row]!;
  }
  return x;
}
