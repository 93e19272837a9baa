import type { SpanIndex } from "./open-span-index.js";

/** Several indexes as one: the shards of the first, then those of the second, and so on. Closing it closes them. */
export function joinIndexes(indexes: readonly SpanIndex[]): SpanIndex {
  const owners = indexes.flatMap((index) => index.shards.map((_, shard) => ({ index, shard })));
  const byteCounts = Array.from({ length: 256 }, (_, byte) =>
    indexes.reduce((sum, index) => sum + index.byteCounts[byte]!, 0n),
  );
  return {
    shards: indexes.flatMap(({ shards }) => shards),
    byteCounts,
    source: ({ shard: place, at }) => {
      const { index, shard } = owners[place]!;
      return index.source({ shard, at });
    },
    close: () => {
      for (const index of indexes) index.close();
    },
  };
}
