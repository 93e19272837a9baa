/** How often each n-gram of bytes occurs, overlapping ones too, by first occurrence. */
export function countGrams(text: Uint8Array, gram: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + gram <= text.length; at++) {
    const key = String.fromCharCode(...text.subarray(at, at + gram));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
