/** Register tiles of C = A·B: 4 rows by 8 or by 4 columns, the sum over k in ascending order, one multiply and one add a step. */

/**
 * Writes (or adds) a 4×8 tile. Element (i, k) of A is at `a + i·aRow + k·aStep`; row k of B's panel, 8 contiguous floats,
 * at `b + k·bStep`. All strides in bytes.
 */
export function tile4x8(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  k: usize,
  accumulate: bool,
): void {
  let c00 = f32x4.splat(0),
    c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0),
    c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0),
    c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0),
    c31 = f32x4.splat(0);
  let a1 = a + aRow,
    a2 = a1 + aRow,
    a3 = a2 + aRow;
  for (let step: usize = 0; step < k; step++) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16);
    let s = v128.load_splat<f32>(a);
    c00 = f32x4.add(c00, f32x4.mul(s, b0));
    c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a1);
    c10 = f32x4.add(c10, f32x4.mul(s, b0));
    c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a2);
    c20 = f32x4.add(c20, f32x4.mul(s, b0));
    c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a3);
    c30 = f32x4.add(c30, f32x4.mul(s, b0));
    c31 = f32x4.add(c31, f32x4.mul(s, b1));
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += bStep;
  }
  store8(c, c00, c01, accumulate);
  store8(c + cRow, c10, c11, accumulate);
  store8(c + 2 * cRow, c20, c21, accumulate);
  store8(c + 3 * cRow, c30, c31, accumulate);
}

/** As {@link tile4x8} with 4 columns. */
export function tile4x4(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  k: usize,
  accumulate: bool,
): void {
  let c0 = f32x4.splat(0),
    c1 = f32x4.splat(0),
    c2 = f32x4.splat(0),
    c3 = f32x4.splat(0);
  let a1 = a + aRow,
    a2 = a1 + aRow,
    a3 = a2 + aRow;
  for (let step: usize = 0; step < k; step++) {
    const row = v128.load(b);
    c0 = f32x4.add(c0, f32x4.mul(v128.load_splat<f32>(a), row));
    c1 = f32x4.add(c1, f32x4.mul(v128.load_splat<f32>(a1), row));
    c2 = f32x4.add(c2, f32x4.mul(v128.load_splat<f32>(a2), row));
    c3 = f32x4.add(c3, f32x4.mul(v128.load_splat<f32>(a3), row));
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += bStep;
  }
  store4(c, c0, accumulate);
  store4(c + cRow, c1, accumulate);
  store4(c + 2 * cRow, c2, accumulate);
  store4(c + 3 * cRow, c3, accumulate);
}

function store8(c: usize, low: v128, high: v128, accumulate: bool): void {
  store4(c, low, accumulate);
  store4(c + 16, high, accumulate);
}

function store4(c: usize, value: v128, accumulate: bool): void {
  v128.store(c, accumulate ? f32x4.add(v128.load(c), value) : value);
}
