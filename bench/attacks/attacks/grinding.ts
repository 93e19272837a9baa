import type { Start } from "../../attribution/experiment.js";
import { mean } from "../../attribution/measure/bootstrap.js";
import { honestDocuments, type Market } from "../market/documents.js";
import { trainMarket, type Workshop } from "../market/train-market.js";
import { incomeOf, payOf } from "../payout/incomes.js";

/** What a trainer who may choose among seeds gains, for whoever he favours. */
export type Grinding = {
  readonly start: Start;
  readonly seeds: number;
  /** Largest income over the seeds as a multiple of the mean one: mean over accounts, and the luckiest account. */
  readonly gain: { readonly mean: number; readonly most: number };
  /** Standard deviation of an account's income over the seeds, as a part of its mean; the mean over accounts. */
  readonly spread: number;
};

/** Trains the honest market under several seeds that only order the text, or that also draw where adapters start. */
export async function grind(
  workshop: Workshop,
  market: Market,
  { start, seeds }: { readonly start: Start; readonly seeds: number },
): Promise<Grinding> {
  const documents = honestDocuments(market);
  const incomes: number[][] = documents.map(() => []);
  for (let trainingSeed = 0; trainingSeed < seeds; trainingSeed++) {
    const trained = await trainMarket(workshop, market, { documents, isDeduplicated: true, trainingSeed, start });
    const pay = payOf(trained, trained.asked);
    for (const [place, document] of documents.entries()) {
      incomes[place]!.push(Number(incomeOf(pay, (cell) => trained.owners[cell] === document)));
    }
  }
  const earning = incomes.filter((each) => mean(each) > 0);
  const gains = earning.map((each) => Math.max(...each) / mean(each));
  const spreads = earning.map((each) => deviation(each) / mean(each));
  return { start, seeds, gain: { mean: mean(gains), most: Math.max(...gains) }, spread: mean(spreads) };
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
