import { writeFile } from "node:fs/promises";
import path from "node:path";

import type { DatanetName } from "../../engine/src/io/corpus/demo-sources.js";
import type { ContentStore } from "../../engine/src/io/store/content-store.js";
import type { AuditReport } from "../../indexer/src/audit.js";
import type { World } from "../../indexer/src/replay.js";
import type { PostedBatch, Refutation } from "./attribution.js";
import type { DemoChain } from "./chain.js";
import type { Contributed } from "./datanets.js";
import { type Earner, earnersOf, type Income } from "./earners.js";
import { writeExplanations } from "./explanations.js";
import type { FidelityTable } from "./fidelity.js";
import type { Served } from "./market.js";
import type { DemoModel } from "./model.js";
import { summaryOf } from "./summary.js";
import { amountText, excerptText, tableText } from "../helpers/text.js";
import { type ShownTransaction, transactionLine } from "./transactions.js";
import { workedExample } from "./worked-example.js";

/** Everything the demonstration did. */
export type DemoResult = {
  readonly chain: DemoChain;
  readonly datanets: ReadonlyMap<DatanetName, bigint>;
  readonly contributed: readonly Contributed[];
  readonly reviewed: { readonly refused: number; readonly voidChunks: number };
  readonly model: DemoModel;
  /** In the order of the rows, bucket after bucket. */
  readonly served: readonly Served[];
  readonly batches: readonly PostedBatch[];
  readonly refutations: readonly Refutation[];
  readonly report: AuditReport;
  readonly world: World;
  readonly fidelity: FidelityTable;
  readonly transactions: readonly ShownTransaction[];
  readonly choicesRight: number;
  readonly seconds: Readonly<Record<string, number>>;
};

/** Writes `summary.json`, `report.txt`, `transactions.txt` and the pages of `explained/` into the directory. */
export async function writeReport(directory: string, result: DemoResult, store: ContentStore): Promise<void> {
  const earners = await earnersOf(result, store);
  await writeFile(path.join(directory, "report.txt"), await reportText(result, { earners, store }));
  await writeExplanations(directory, result, { earners, store });
  const transactions = result.transactions.map((each) => `${transactionLine(each)}\n`).join("");
  await writeFile(path.join(directory, "transactions.txt"), transactions);
  await writeFile(
    path.join(directory, "summary.json"),
    `${JSON.stringify(summaryOf(result, earners), undefined, 2)}\n`,
  );
}

/** Who earned what, for which questions, and why; how true the scores are; what the audit compared. */
async function reportText(
  result: DemoResult,
  { earners, store }: { readonly earners: readonly Earner[]; readonly store: ContentStore },
): Promise<string> {
  const rows = earners.map(({ contributor, title, earned, claimed, incomes }) => [
    contributor,
    title,
    amountText(earned),
    amountText(claimed),
    String(incomes.length),
    ...bestAnswer(result, incomes[0]),
  ]);
  const head = [
    "contributor",
    "contribution",
    "earned",
    "claimed",
    "answers",
    "paid most for",
    "because its share was",
  ];
  return [
    "WHO EARNED WHAT, AND FOR WHICH QUESTION MOST",
    tableText(head, rows),
    "",
    "ONE ANSWER, FROM THE PAYMENT TO THE COIN",
    await workedExample(result, store),
    "",
    "FORGED AND REFUTED (by the watcher, from logs and published files alone)",
    refutationsText(result.refutations),
    "",
    "HOW TRUE THE SCORES ARE (over all paid answers)",
    fidelityText(result.fidelity),
    FIDELITY_NOTE,
    "",
    "GAS OF EVERY KIND OF TRANSACTION",
    gasText(result.transactions),
    "",
    "AUDIT (event logs and published files alone)",
    tableText(
      ["check", "values compared", "differences"],
      result.report.checks.map(({ name, compared, differences }) => [
        name,
        String(compared),
        String(differences.length),
      ]),
    ),
    result.report.matches ? "Everything is equal." : "NOT EQUAL: see the differences above.",
    "",
  ].join("\n");
}

/** The answer that paid a contribution most, and which part of that answer's pay it took. */
function bestAnswer({ served }: DemoResult, best: Income | undefined): [string, string] {
  if (best === undefined) return ["–", "–"];
  const { prompt } = served[best.place]!.question.passage;
  return [excerptText(prompt, PROMPT_LENGTH), percent(Number(best.amount) / Number(best.part))];
}

function refutationsText(refutations: readonly Refutation[]): string {
  const rows = refutations.map(({ forgery, proof, bounty, burnt }) => [
    forgery,
    proof,
    amountText(bounty),
    amountText(burnt),
  ]);
  return tableText(["what two attestors signed", "refuted by", "bounty", "burnt"], rows);
}

function gasText(transactions: readonly ShownTransaction[]): string {
  const kinds = new Map<string, bigint[]>();
  for (const { what, gas } of transactions) kinds.set(what, [...(kinds.get(what) ?? []), gas]);
  const number = (gas: bigint) => gas.toLocaleString("en-US");
  const rows = [...kinds].map(([what, gas]) => {
    const sorted = gas.toSorted((a, b) => Number(a - b));
    return [what, String(gas.length), number(sorted[0]!), number(sorted.at(-1)!)];
  });
  return tableText(["transaction", "sent", "least gas", "most gas"], rows);
}

const PROMPT_LENGTH = 40;

const FIDELITY_NOTE = `
LDS: rank correlation, over models retrained on random halves of the cells, between the summed scores of the cells kept and how well
the retrained model does on the answer. Leave-one-out: the same against retraining without one cell. Both ask whether a score tells
the truth about the model. Whether the source of a question is paid first is another matter: the model is small, shares one alphabet
among three subjects, and what moved an answer is often not the text it resembles. TF-IDF finds the text that resembles the question;
it predicts less of what happens when a text is taken away, and that is what is paid for.`;

function fidelityText(fidelity: FidelityTable): string {
  const rows = Object.entries(fidelity).map(([method, { lds, looSpearman, sourceFirst, sourceInTopThree }]) => [
    method,
    lds.toFixed(3),
    looSpearman.toFixed(3),
    percent(sourceFirst),
    percent(sourceInTopThree),
  ]);
  return tableText(["method", "LDS", "leave-one-out ρ", "source first", "source in first 3"], rows);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
