import type { StatementLine } from "../../../engine/src/core/explain/explain-contribution.js";
import type { ExplainedRow } from "../../../engine/src/core/explain/explained.js";
import { amountText, exactAmountText, excerptText, tableText } from "../../helpers/text.js";
import { type ContributionView, type Explanation, isReceipt, type ReceiptView } from "./explanation.js";
import { percentText, reasonsOf, stateText } from "./explanation-words.js";

const QUOTE_LENGTH = 60;

/** An explanation as a terminal shows it; the proofs are in the JSON. */
export function explanationText(explanation: Explanation): string {
  const text = isReceipt(explanation) ? receiptText(explanation) : contributionText(explanation);
  return `${text}\n\n${explanation.says}`;
}

function receiptText({ modelId, batch, receipt }: ReceiptView): string {
  const { row, payer, payee, fee, part, texts, paidBy, credits, totalShare } = receipt;
  return [
    `Answer ${String(modelId)}/${String(batch.bucket)}/${String(row)}, in batch ${batch.id}: ${stateText(batch)}`,
    ...(texts === undefined
      ? ["Question and answer are private: the row holds their salted hashes."]
      : [`Question  "${quote(texts.prompt)}"`, `Answer    "${quote(texts.answer)}"`]),
    `Fee       ${exactAmountText(fee)}, ${payer} to ${payee}`,
    `Part      ${exactAmountText(part)} for the contributors`,
    `Paid by   ${paidBy}${paidBy === "scores" ? "" : ": no cell moved this answer"}`,
    "",
    tableText(
      ["cell", "contribution", "a · b", "w", "share", "credit, base units"],
      credits.map(({ cell, contributionId, score, weight, share, amount }) =>
        [cell, contributionId, score, weight, percentText(share, totalShare), amount].map(String),
      ),
    ),
  ].join("\n");
}

function contributionText({ contributionId, owner, models }: ContributionView): string {
  const head = `Contribution ${String(contributionId)}, owned by ${owner}`;
  if (models.length === 0) return `${head}\n\nNo model was trained on it yet.`;
  return [head, ...models.map(modelText)].join("\n\n");
}

function modelText({
  modelId,
  cells,
  earned,
  claimed,
  claimable,
  batches,
}: ContributionView["models"][number]): string {
  return [
    `Model ${String(modelId)}, ${String(cells)} of its cells`,
    `Earned    ${exactAmountText(earned)}, claimed ${amountText(claimed)}, claimable now ${amountText(claimable)}`,
    ...batches.map((batch) => {
      const { bucket, earning, lines, unpaid } = batch;
      const answers = `${String(new Set(lines.map(({ receipt }) => receipt.row)).size)} answers`;
      return [
        "",
        `Bucket ${String(bucket)}, ${stateText(batch)}: ${exactAmountText(earning.sum)} from ${answers}`,
        ...(lines.length > 0 ? [linesText(lines)] : []),
        ...reasonsOf(unpaid).map(({ reason, count }) => `nothing from ${String(count)}: ${reason}`),
      ].join("\n");
    }),
  ].join("\n");
}

function linesText(lines: readonly StatementLine[]): string {
  return tableText(
    ["row", "question", "cell", "a · b", "w", "share", "credit, base units"],
    lines.map(({ receipt, credit }) => [
      String(receipt.row),
      questionText(receipt),
      ...[credit.cell, credit.score, credit.weight, percentText(credit.share, receipt.totalShare), credit.amount].map(
        String,
      ),
    ]),
  );
}

function questionText({ texts }: Pick<ExplainedRow, "texts">): string {
  return texts === undefined ? "(private)" : quote(texts.prompt);
}

function quote(text: string): string {
  return excerptText(new TextEncoder().encode(text), QUOTE_LENGTH);
}
