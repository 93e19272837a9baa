import { InvalidInputError } from "../errors.js";

/**
 * What each of n players adds to a game, times n! (Shapley, "A Value for n-Person Games", 1953): over all n! orders of the players, the
 * sum of what player i adds to those before it. Exact, in integers, so that anybody who has the utilities gets the same:
 *
 *     value_i = Σ_{S ∌ i} |S|! (n − |S| − 1)! (v(S ∪ {i}) − v(S)),   Σ_i value_i = n! (v(N) − v(∅))
 *
 * @param utilities v of every set of players, at the set's bit mask (player i is bit i): 2^n integers.
 * @returns n values, in units of a utility / n!.
 */
export function shapleyValues(utilities: ArrayLike<number>): bigint[] {
  const players = playerCount(utilities.length);
  const orders = Array.from({ length: players }, (_, size) => factorial(size) * factorial(players - size - 1));
  return Array.from({ length: players }, (_, player) => {
    let value = 0n;
    for (let set = 0; set < utilities.length; set++) {
      if (has(set, player)) continue;
      value += orders[setSize(set)]! * BigInt(utilities[set | (1 << player)]! - utilities[set]!);
    }
    return value;
  });
}

export function factorial(n: number): bigint {
  return n <= 1 ? 1n : BigInt(n) * factorial(n - 1);
}

/** Whether a bit mask holds a player. */
export function has(set: number, player: number): boolean {
  return ((set >> player) & 1) === 1;
}

function setSize(set: number): number {
  return set === 0 ? 0 : (set & 1) + setSize(set >> 1);
}

function playerCount(sets: number): number {
  const players = 31 - Math.clz32(sets);
  if (sets !== 2 ** players) throw new InvalidInputError(`expected a utility for each of 2^n sets, got ${sets}`);
  return players;
}
