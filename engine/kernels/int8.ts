/**
 * Exact dot product of two int8 vectors of n lanes. Sums are int32 within blocks of 4,096 lanes (at most 2²⁶ each) and
 * int64 beyond; the result is an integer below 2⁵³, so the double that carries it is exact.
 */
export function dotInt8(x: usize, y: usize, n: usize): f64 {
  let total: i64 = 0;
  let done: usize = 0;
  while (done < n) {
    const end = min<usize>(n, done + 4096);
    const whole = done + ((end - done) & ~15);
    let sums = i32x4.splat(0);
    for (; done < whole; done += 16) {
      const a = v128.load(x + done),
        b = v128.load(y + done);
      sums = i32x4.add(sums, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(a), i16x8.extend_low_i8x16_s(b)));
      sums = i32x4.add(sums, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(a), i16x8.extend_high_i8x16_s(b)));
    }
    let block =
      i32x4.extract_lane(sums, 0) +
      i32x4.extract_lane(sums, 1) +
      i32x4.extract_lane(sums, 2) +
      i32x4.extract_lane(sums, 3);
    for (; done < end; done++) block += <i32>load<i8>(x + done) * <i32>load<i8>(y + done);
    total += block;
  }
  return <f64>total;
}
