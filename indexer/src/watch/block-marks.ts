import type { Hex } from "../../../engine/src/core/hash/hex.js";

/** A block that the chain was followed to. */
export type BlockMark = { readonly number: number; readonly hash: Hex };

/** More polls than any reorganisation goes back; a deeper one makes the watcher judge everything again. */
const KEPT = 256;

/** Marks with another one at their end; the oldest is let go. Numbers ascend. */
export function withMark(marks: readonly BlockMark[], mark: BlockMark): readonly BlockMark[] {
  return [...marks.filter(({ number }) => number < mark.number), mark].slice(-KEPT);
}

/** How many of the marks, from the first on, the chain still has; asks for as few blocks as can be. */
export async function countStanding(
  marks: readonly BlockMark[],
  hashAt: (block: number) => Promise<string | undefined>,
): Promise<number> {
  const stands = async (at: number): Promise<boolean> => (await hashAt(marks[at]!.number)) === marks[at]!.hash;
  if (marks.length === 0 || (await stands(marks.length - 1))) return marks.length;

  // A block that stands has ancestors that stand: the border is found by halving.
  let [low, high] = [0, marks.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await stands(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
