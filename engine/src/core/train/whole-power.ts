/** x to a whole power by repeated squaring: platform `pow` is not the same everywhere. */
export function wholePower(x: number, exponent: number): number {
  let result = 1;
  for (let base = x, rest = exponent; rest > 0; rest = Math.floor(rest / 2), base *= base) {
    if (rest % 2 === 1) result *= base;
  }
  return result;
}
