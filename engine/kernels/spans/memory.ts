const PAGE_SHIFT = 16;

/** Symbol `i` of a text of bytes, or of the names that stand for parts of one. */
export function symbol<T>(text: usize, i: i32): i32 {
  return <i32>load<T>(text + ((<usize>i) << alignof<T>()));
}

export function get(array: usize, i: i32): i32 {
  return load<i32>(array + ((<usize>i) << 2));
}

export function set(array: usize, i: i32, value: i32): void {
  store<i32>(array + ((<usize>i) << 2), value);
}

/** Grows the memory until `end` is in it. */
export function reach(end: usize): void {
  const missing = <i32>((end + (1 << PAGE_SHIFT) - 1) >> PAGE_SHIFT) - memory.size();
  if (missing > 0) memory.grow(missing);
}

/** The next address that suits every type. */
export function align(address: usize): usize {
  return (address + 15) & ~15;
}
