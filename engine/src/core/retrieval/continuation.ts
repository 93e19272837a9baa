/** Where a text's end stands in a chunk. */
export type Continuation = {
  /** Bytes of the longest ending of the text that stands in the chunk with a byte after it. */
  readonly length: number;
  /** The bytes after it, one for every place where it stands. */
  readonly next: readonly number[];
};

/** How a chunk would go on from a text. */
export function continuationIn(chunk: Uint8Array, text: Uint8Array): Continuation {
  let length = 1; // what shares no byte with the text does not go on from it
  let next: number[] = [];
  for (let at = 1; at < chunk.length; at++) {
    const shared = sharedEnding(chunk.subarray(0, at), text);
    if (shared > length) next = [];
    if (shared < length) continue;
    length = shared;
    next.push(chunk[at]!);
  }
  return next.length === 0 ? { length: 0, next } : { length, next };
}

/** How a set of chunks would go on: as those do that know the longest ending, place by place. */
export function joinContinuations(continuations: readonly Continuation[]): Continuation {
  const length = Math.max(0, ...continuations.map((each) => each.length));
  return { length, next: continuations.flatMap((each) => (each.length === length ? each.next : [])) };
}

function sharedEnding(a: Uint8Array, b: Uint8Array): number {
  const most = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < most && a[a.length - 1 - shared] === b[b.length - 1 - shared]) shared++;
  return shared;
}
