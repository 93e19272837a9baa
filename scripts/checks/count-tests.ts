export type TestCounts = { readonly passed: number; readonly failed: number };

/**
 * How many tests a runner's output says passed and failed. The last summary counts: mocha prints one, Hardhat one for each of its
 * runners and at the end their sum. That sum takes mocha's pending tests for passed, so mocha's own count stands in for its part.
 */
export function countTests(output: string): TestCounts {
  const summaries = summariesOf(output);
  const last = summaries.findLastIndex(({ word }) => word === "passing");
  if (last < 0) return { passed: 0, failed: summaries.at(-1)?.count ?? 0 };

  const { count, parts } = summaries[last]!;
  const mocha = parts.find(({ runner }) => runner === "mocha");
  const own = summaries.slice(0, last).findLast(({ word, timed }) => word === "passing" && timed);
  const passed = mocha && own ? count - mocha.count + own.count : count;
  return { passed, failed: summaries.slice(last).findLast(({ word }) => word === "failing")?.count ?? 0 };
}

type Summary = {
  readonly count: number;
  readonly word: "passing" | "failing";
  /** Whether it ends with a duration, as mocha's does. */
  readonly timed: boolean;
  /** What a sum is made of. */
  readonly parts: readonly { readonly count: number; readonly runner: string }[];
};

function summariesOf(output: string): Summary[] {
  // eslint-disable-next-line no-control-regex -- colours stand between the number and its word
  const plain = output.replace(/\u001b\[[0-9;]*m/g, "");
  return [...plain.matchAll(/^\s*(\d+) (passing|failing)(?: \((.+)\))?\s*$/gm)].map(([, count, word, note = ""]) => ({
    count: Number(count),
    word: word as Summary["word"],
    timed: /^\d+(?:ms|s|m|h|d)$/.test(note),
    parts: [...note.matchAll(/(\d+) (\w+)/g)].map((part) => ({ count: Number(part[1]), runner: part[2]! })),
  }));
}
