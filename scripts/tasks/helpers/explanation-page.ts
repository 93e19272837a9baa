import type { StatementLine } from "../../../engine/src/core/explain/explain-contribution.js";
import type { ExplainedCredit, ExplainedRow, Proof } from "../../../engine/src/core/explain/explained.js";
import type { SumNode } from "../../../engine/src/core/tree/merkle-sum.js";
import { exactAmountText } from "../../helpers/text.js";
import { type ContributionView, type Explanation, isReceipt, type ReceiptView } from "./explanation.js";
import { percentText, reasonsOf, stateText } from "./explanation-words.js";

/** An explanation as one page that opens from disk: no script, nothing loaded, light and dark. Texts of strangers stay text. */
export function explanationPage(explanation: Explanation): string {
  const [title, body] = isReceipt(explanation) ? receiptPage(explanation) : contributionPage(explanation);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${body}
<p><small>${escape(explanation.says)}</small></p>
</main>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem; text-align: left; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
blockquote { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; padding-left: 1rem; border-left: 3px solid currentColor; }
code { overflow-wrap: anywhere; font-size: .8rem; }
`;

function receiptPage({ modelId, batch, receipt }: ReceiptView): [string, string] {
  const { row, payer, payee, fee, part, texts, paidBy, totalShare, credits, proof } = receipt;
  const quotes =
    texts && `<blockquote>${escape(texts.prompt)}</blockquote><blockquote>${escape(texts.answer)}</blockquote>`;
  const body = `
<p>Batch <code>${escape(batch.id)}</code>, ${escape(stateText(batch))}.</p>
${quotes ?? "<p>Question and answer are private: the row holds their salted hashes.</p>"}
<p><code>${escape(payer)}</code> paid <code>${escape(payee)}</code> ${exactAmountText(fee)}; ${exactAmountText(part)} of it are the contributors'.
Paid by ${paidBy}.</p>
${table(
  ["cell", "contribution", "a · b", "w", "share", "credit, base units", "proof"],
  credits.map((credit) => [String(credit.cell), String(credit.contributionId), ...numbers(credit, totalShare)]),
)}
<h2>Proof of the row</h2>
${merkleProof(proof)}`;
  return [`Answer ${String(modelId)}/${String(batch.bucket)}/${String(row)}`, body];
}

function contributionPage({ contributionId, owner, models }: ContributionView): [string, string] {
  const body = models.length === 0 ? "<p>No model was trained on it yet.</p>" : models.map(modelSection).join("\n");
  return [`Contribution ${String(contributionId)}`, `<p>Owned by <code>${escape(owner)}</code>.</p>\n${body}`];
}

function modelSection(model: ContributionView["models"][number]): string {
  const { modelId, cells, earned, claimed, claimable, batches } = model;
  return `
<h2>Model ${String(modelId)}</h2>
<p>${String(cells)} cells. Earned ${exactAmountText(earned)}, claimed ${exactAmountText(claimed)}, claimable now ${exactAmountText(claimable)}.</p>
${batches.map(batchSection).join("\n")}`;
}

function batchSection(batch: ContributionView["models"][number]["batches"][number]): string {
  const { bucket, earning, lines, unpaid, proof } = batch;
  const reasons = reasonsOf(unpaid).map(
    ({ reason, count }) => `<li>nothing from ${String(count)}: ${escape(reason)}</li>`,
  );
  return `
<h3>Bucket ${String(bucket)}: ${exactAmountText(earning.sum)}</h3>
<p>${escape(stateText(batch))}. ${exactAmountText(earning.cumulative)} in all up to here.</p>
${lines.length > 0 ? table(["row", "question", "cell", "a · b", "w", "share", "credit, base units", "proof"], lines.map(lineOf)) : ""}
<ul>${reasons.join("")}</ul>
<details><summary>Proof of the earning, as a claim shows it</summary>${merkleProof(proof)}</details>`;
}

function lineOf({ receipt, credit }: StatementLine): string[] {
  return [String(receipt.row), questionOf(receipt), String(credit.cell), ...numbers(credit, receipt.totalShare)];
}

function numbers(credit: ExplainedCredit, totalShare: bigint): string[] {
  const { score, weight, share, amount, proof } = credit;
  return [String(score), String(weight), percentText(share, totalShare), String(amount), sumProof(proof)];
}

function questionOf({ texts }: Pick<ExplainedRow, "texts">): string {
  return texts === undefined ? "(private)" : escape(texts.prompt);
}

/** Cells are HTML already. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  return `<div class="wide"><table><thead><tr>${head.map((title) => `<th scope="col">${title}</th>`).join("")}</tr></thead>
<tbody>${cells.join("\n")}</tbody></table></div>`;
}

function merkleProof({ leaf, index, siblings, root }: Proof<string>): string {
  return proofList(leaf, index, { siblings: siblings.map(escape), root: escape(root) });
}

function sumProof({ leaf, index, siblings, root }: Proof<SumNode>): string {
  const node = ({ hash, sum }: SumNode) => `${escape(hash)}, ${String(sum)}`;
  return `<details><summary>show</summary>${proofList(leaf, index, { siblings: siblings.map(node), root: node(root) })}</details>`;
}

function proofList(
  leaf: string,
  index: number,
  { siblings, root }: { readonly siblings: readonly string[]; readonly root: string },
): string {
  const steps = siblings.map((each) => `<li><code>${each}</code></li>`).join("");
  return `<p>Leaf ${String(index)} <code>${escape(leaf)}</code>, joined with</p><ol>${steps}</ol><p>gives <code>${root}</code>.</p>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
