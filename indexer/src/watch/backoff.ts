const FIRST_MS = 500;
const MOST_MS = 60_000;

/**
 * How long to leave a node alone after `attempt` failures in a row (from 1): doubling from half a second to a minute, of which a random
 * half is taken off, so that watchers that lost the same node do not all come back at once.
 * @param random uniform in 0 … bound − 1.
 */
export function backoffMs(attempt: number, random: (bound: number) => number): number {
  const full = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 16));
  return full - random(full / 2);
}
