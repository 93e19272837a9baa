import type { Sample } from "../model/sample.js";

/** Cuts a text into samples of at most `context` targets that do not overlap; every byte but the first is predicted once. */
export function cutWindows(text: Uint8Array, context: number): Sample[] {
  const windows: Sample[] = [];
  for (let start = 0; start < text.length - 1; start += context) {
    const end = Math.min(start + context, text.length - 1);
    windows.push({
      inputs: text.subarray(start, end),
      targets: text.subarray(start + 1, end + 1),
      weights: new Float32Array(end - start).fill(1),
    });
  }
  return windows;
}
