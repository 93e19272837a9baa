import type { DatanetName } from "../../../engine/src/io/corpus/demo-sources.js";
import { nettedPay, payOf, sum } from "../payout/incomes.js";
import type { Attack, Ratio } from "./attack.js";

/** The minority asks about law, one question for so many that were drawn. */
const MINORITY: DatanetName = "law";
const KEPT_IN = 4;

/** Not an attack on anybody's account, but what netting does to payers with few questions. */
export const MINORITIES: readonly Attack[] = [
  {
    id: "minority",
    title: "minority payers",
    what: "few pay for questions about law; how much of their money reaches the cells that answered them",
    defence: "each answer's money is divided by itself (off: scores are netted over the bucket)",
    target: { unit: "of their money", bound: "at least", value: 1 },
    models: 0,
    run: ({ market, honest }) => {
      const isLaw = market.questions.map(({ datanet }) => datanet === MINORITY);
      const laws = isLaw.flatMap((is, i) => (is ? [i] : []));
      const minority = laws.filter((_, i) => i % KEPT_IN === 0).map((i) => honest.asked[i]!);
      const all = [...honest.asked.filter((_, i) => !isLaw[i]), ...minority];
      const due = byCell(payOf(honest, minority));
      const count = BigInt(all.length);
      const netted = nettedPay(honest, all).map((amount) => (amount * BigInt(minority.length)) / count);
      // By the rule a bucket is the sum of its answers: what they were due they get, whatever else is asked.
      const others = byCell(
        payOf(
          honest,
          honest.asked.filter((_, i) => !isLaw[i]),
        ),
      );
      const reached = byCell(payOf(honest, all)).map((amount, cell) => amount - others[cell]!);
      const whole = { part: sum(due), whole: sum(due) };
      return Promise.resolve({ off: overlap(netted, due), on: overlap(reached, due), honest: whole });
    },
  },
];

/** How much of what is due arrives where it is due. */
function overlap(got: readonly bigint[], due: readonly bigint[]): Ratio {
  return { part: sum(due.map((amount, cell) => (amount < got[cell]! ? amount : got[cell]!))), whole: sum(due) };
}

function byCell(pay: readonly (readonly bigint[])[]): bigint[] {
  return pay[0]!.map((_, cell) => sum(pay.map((row) => row[cell]!)));
}
