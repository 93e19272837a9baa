/** Seconds that went by, and seconds of processor time of all threads: on a busy machine only the second is steady. */
export type Spent = { readonly seconds: number; readonly cpuSeconds: number };

/** Starts a clock; what it returns reads it. */
export function stopwatch(): () => Spent {
  const began = performance.now();
  const used = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(used);
    return { seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}

export function addSpent(a: Spent, b: Spent): Spent {
  return { seconds: a.seconds + b.seconds, cpuSeconds: a.cpuSeconds + b.cpuSeconds };
}

export function subtractSpent(a: Spent, b: Spent): Spent {
  return { seconds: a.seconds - b.seconds, cpuSeconds: a.cpuSeconds - b.cpuSeconds };
}

/** The middle value, the upper of two. Throws for none. */
export function median(values: readonly number[]): number {
  const middle = [...values].sort((a, b) => a - b)[values.length >> 1];
  if (middle === undefined) throw new Error("Expected at least one value, got none.");
  return middle;
}
