import { expect } from "chai";
import fc from "fast-check";

import { factorial, shapleyValues } from "../../engine/src/core/retrieval/shapley.js";
import { codeOf } from "./support.js";

const MOST = 2 ** 31 - 1;

/** A game of 0 to 6 players: a utility of 32 bits for every set of them. */
const game = fc
  .integer({ min: 0, max: 6 })
  .chain((players) => fc.array(fc.integer({ min: -MOST - 1, max: MOST }), exactly(2 ** players)));

function exactly(length: number) {
  return { minLength: length, maxLength: length };
}

/** The same game with two players' names exchanged. */
function exchange(set: number, [a, b]: readonly [number, number]): number {
  const [hasA, hasB] = [(set >> a) & 1, (set >> b) & 1];
  return (set & ~(1 << a) & ~(1 << b)) | (hasA << b) | (hasB << a);
}

/** The definition: what a player adds to those before it, over every order. */
function byOrders(utilities: readonly number[], players: number): bigint[] {
  const values = Array.from({ length: players }, () => 0n);
  const visit = (set: number): void => {
    for (let player = 0; player < players; player++) {
      if ((set >> player) & 1) continue;
      const next = set | (1 << player);
      // Everybody after this player may come in any order.
      values[player]! += BigInt(utilities[next]! - utilities[set]!) * factorial(players - sizeOf(next));
      visit(next);
    }
  };
  visit(0);
  return values;
}

function sizeOf(set: number): number {
  return set.toString(2).replaceAll("0", "").length;
}

describe("shapleyValues", () => {
  it("refuses a number of utilities that no number of players has", () => {
    for (const length of [0, 3, 255]) {
      expect(codeOf(() => shapleyValues(new Int32Array(length)))).to.equal("ENGINE_INVALID_INPUT");
    }
  });

  it("gives the textbook's glove game: two left gloves, one right", () => {
    // A pair is worth 1; times 3!: a left glove adds it in one order of six, the right one in four.
    const isPair = [0, 0, 0, 0, 0, 1, 1, 1]; // player 2 holds the right glove
    expect(shapleyValues(isPair)).to.deep.equal([1n, 1n, 4n]);
  });

  it("gives nobody anything where nobody plays", () => {
    expect(shapleyValues([7])).to.deep.equal([]);
  });

  it("is the sum over all orders", () => {
    fc.assert(
      fc.property(game, (utilities) => {
        const players = Math.log2(utilities.length);
        expect(shapleyValues(utilities)).to.deep.equal(byOrders(utilities, players));
      }),
      { numRuns: 40 },
    );
  });

  it("is efficient: the values sum to n! times what all add to nobody", () => {
    fc.assert(
      fc.property(game, (utilities) => {
        const sum = shapleyValues(utilities).reduce((total, value) => total + value, 0n);
        const whole = BigInt(utilities.at(-1)! - utilities[0]!);
        expect(sum).to.equal(whole * (utilities.length === 1 ? 0n : factorial(Math.log2(utilities.length))));
      }),
    );
  });

  it("is efficient for eight players at the ends of 32 bits", () => {
    const utilities = Int32Array.from({ length: 256 }, (_, set) => (set % 2 === 0 ? -MOST - 1 : MOST));
    const values = shapleyValues(utilities);
    expect(values[0]).to.equal(40_320n * (2n ** 32n - 1n));
    expect(values.slice(1)).to.deep.equal(Array.from({ length: 7 }, () => 0n));
  });

  it("is symmetric: players who exchange their names exchange their values", () => {
    fc.assert(
      fc.property(game, fc.nat(5), fc.nat(5), (utilities, first, second) => {
        const players = Math.log2(utilities.length);
        fc.pre(players > 0);
        const pair = [first % players, second % players] as const;
        const values = shapleyValues(utilities);
        const exchanged = shapleyValues(utilities.map((_, set) => utilities[exchange(set, pair)]!));
        expect(exchanged[pair[0]]).to.equal(values[pair[1]]);
        expect(exchanged[pair[1]]).to.equal(values[pair[0]]);
      }),
    );
  });

  it("gives a null player nothing: who never changes anything", () => {
    fc.assert(
      fc.property(game, (utilities) => {
        const players = Math.log2(utilities.length);
        const joined = [...utilities, ...utilities]; // one more player, who adds nothing to any set
        const values = shapleyValues(joined);
        expect(values[players]).to.equal(0n);
        const alone = shapleyValues(utilities).map((value) => value * BigInt(players + 1));
        expect(values.slice(0, -1)).to.deep.equal(alone); // and takes from nobody
      }),
    );
  });

  it("is additive: the values of two games together are the sums", () => {
    const two = fc.array(fc.tuple(fc.integer(), fc.integer()), exactly(16));
    fc.assert(
      fc.property(two, (pairs) => {
        const [first, second] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const both = shapleyValues(pairs.map(([a, b]) => a + b));
        const seconds = shapleyValues(second);
        expect(both).to.deep.equal(shapleyValues(first).map((value, player) => value + seconds[player]!));
      }),
    );
  });
});
