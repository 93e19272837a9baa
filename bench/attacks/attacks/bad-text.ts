import { keyboardNoise } from "../../../engine/src/io/corpus/noise.js";
import { mistype, shuffleWords } from "../../attribution/corpus/corrupt.js";
import { type Document, type Market, sybil } from "../market/documents.js";
import {
  type Attack,
  attackersShare,
  type Bench,
  bestEarners,
  comparison,
  harmOf,
  type Outcome,
  train,
} from "./attack.js";
import { contradict, parts, randomOf } from "./edits.js";

/** Accounts of a farm, each with the text of one cell. */
const FARM = 16;
const DEFENCE = "the quality weight w (off: every positive score is paid)";

/** Text that is worth nothing, in place of the attacker's own. */
export const BAD_TEXT: readonly Attack[] = [
  {
    id: "garbage",
    title: "garbage",
    what: "keyboard noise in place of his own text, 6 % of the cells",
    defence: DEFENCE,
    target: { unit: "of all pay", bound: "at most", value: 0.005 },
    models: 1,
    run: (bench) => inPlaceOfOwn(bench, [garbage(bench.market)]),
  },
  {
    id: "noise-farm",
    title: "noise farming",
    what: "sixteen accounts with the noise of one cell each, in the hope that chance pays some of them",
    defence: DEFENCE,
    target: { unit: "of honest income", bound: "at most", value: 1 },
    models: 1,
    run: (bench) => {
      const { own } = bench.market;
      const noise = keyboardNoise(Math.ceil((own.bytes.length * FARM) / 4));
      return inPlaceOfOwn(
        bench,
        parts(noise, FARM).map((bytes, i) => ({ ...own, account: sybil(1 + i), bytes })),
      );
    },
  },
  {
    id: "shuffled",
    title: "shuffled words",
    what: "his own text with its words in random order",
    defence: DEFENCE,
    target: { unit: "of all pay", bound: "at most", value: 0.03 },
    models: 1,
    run: (bench) => {
      const { own, dataSeed } = bench.market;
      return inPlaceOfOwn(bench, [{ ...own, bytes: shuffleWords(own.bytes, randomOf("shuffled", dataSeed)) }]);
    },
  },
  {
    id: "content-poison",
    title: "content poisoning",
    what: "the document that earns most with every fourth letter another one, in place of his own text",
    defence: DEFENCE,
    target: { unit: "of honest income", bound: "at most", value: 1 },
    models: 1,
    run: (bench) => poison(bench, mistype),
  },
  {
    id: "label-poison",
    title: "label poisoning",
    what: "the document that earns most with its continuations exchanged: after six words come those of another place",
    defence: DEFENCE,
    target: { unit: "of honest income", bound: "at most", value: 1 },
    models: 1,
    run: (bench) => poison(bench, contradict),
  },
];

function poison(bench: Bench, spoil: typeof mistype): Promise<Outcome> {
  const { own, dataSeed } = bench.market;
  const [best] = bestEarners(bench, 1);
  const bytes = spoil(best!.bytes, randomOf(`poison ${spoil.name}`, dataSeed));
  return inPlaceOfOwn(bench, [{ ...best!, account: own.account, bytes }]);
}

function garbage({ own }: Market): Document {
  return { ...own, bytes: keyboardNoise(own.bytes.length) };
}

/** The market with garbage for the attacker's text. */
export function garbageMarket(market: Market): Document[] {
  return [...market.honest, garbage(market)];
}

/** An attack with other text than his own, beside the honest market. */
export async function inPlaceOfOwn(bench: Bench, documents: readonly Document[]): Promise<Outcome> {
  const attacked = await train(bench, [...bench.market.honest, ...documents]);
  return {
    off: attackersShare(attacked, "every"),
    offHonest: attackersShare(bench.honest, "every"),
    ...comparison(attacked, bench.honest),
    harm: harmOf(attacked, bench.honest),
  };
}
