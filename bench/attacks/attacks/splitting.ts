import { type Document, isAttackers, sybil } from "../market/documents.js";
import type { TrainedMarket } from "../market/train-market.js";
import { clippedPay, incomeOf, payOf, sum } from "../payout/incomes.js";
import { type Attack, comparison, type Outcome, type Ratio, train } from "./attack.js";
import { parts } from "./edits.js";

const ACCOUNTS = 8;
const TARGET = { unit: "of honest income", bound: "at most", value: 1 } as const;
const DEFENCE = "nothing by account (off: no account takes more than a tenth of an answer)";

/** One account or eight for the same text. */
export const SPLITTING: readonly Attack[] = [
  {
    id: "split-cells",
    title: "splitting into eight, cell by cell",
    what: "a document of twice the usual length; its very cells under eight accounts",
    defence: DEFENCE,
    target: TARGET,
    models: 1,
    run: async (bench) => {
      const whole = await train(bench, [...bench.market.honest, bench.market.ownLong]);
      return compare(whole, relabel(whole));
    },
  },
  {
    id: "split-long",
    title: "splitting a long text into eight",
    what: "the same document cut into eight, each contributed, cut and grouped by itself",
    defence: DEFENCE,
    target: TARGET,
    models: 1, // beside that of the line before
    run: async (bench) => {
      const { honest, ownLong } = bench.market;
      return compare(await train(bench, [...honest, ownLong]), await train(bench, [...honest, ...split(ownLong)]));
    },
  },
  {
    id: "split-short",
    title: "splitting a short text into eight",
    what: "a document of the usual length cut into eight: its cells are half as large",
    defence: DEFENCE,
    target: TARGET,
    models: 1,
    run: async (bench) => {
      const { honest, own } = bench.market;
      return compare(bench.honest, await train(bench, [...honest, ...split(own)]));
    },
  },
];

function split(document: Document): Document[] {
  return parts(document.bytes, ACCOUNTS).map((bytes, i) => ({ ...document, account: sybil(1 + i), bytes }));
}

/** The attacker's cells dealt out to eight accounts; nothing else changes. */
function relabel(trained: TrainedMarket): TrainedMarket {
  let next = 0;
  const owners = trained.owners.map((owner) =>
    isAttackers(owner.account) ? { ...owner, account: sybil(1 + (next++ % ACCOUNTS)) } : owner,
  );
  return { ...trained, owners };
}

function compare(one: TrainedMarket, eight: TrainedMarket): Outcome {
  return { off: clippedShare(eight), offHonest: clippedShare(one), ...comparison(eight, one) };
}

function clippedShare(trained: TrainedMarket): Ratio {
  const owners = trained.owners.map(({ account }) => account);
  const accounts = [...new Set(owners)];
  const pay = clippedPay(payOf(trained, trained.asked), { owners, accounts });
  return { part: incomeOf(pay, (place) => isAttackers(accounts[place]!)), whole: sum(pay.map(sum)) };
}
