import { decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { dot } from "../../engine/src/core/ledger/score.js";
import type { Published } from "../../indexer/src/published.js";
import { key } from "../../indexer/src/replay/tally.js";
import type { DemoResult } from "./report.js";
import { amountText, excerptText, tableText } from "../helpers/text.js";

const QUOTE_LENGTH = 72;
const SHOWN_ENTRIES = 4;

/**
 * One paid answer with all its numbers: fee, part, scores, shares, credits, and what its first contribution could claim in the end. It is
 * the first answer whose own source was paid most; not every answer is like that, see the table of fidelity.
 */
export async function workedExample(result: DemoResult, published: Published): Promise<string> {
  const { batches, served, model, contributed, world } = result;
  const contents: BatchContent[] = [];
  for (const { batch } of batches) {
    contents.push(decodeBatchBundle(await published.readBundle(batch.dataHash as Hex)).content);
  }
  const { manifest, responses } = model.trained.bundle;
  const sourceOf = (cell: number) => {
    const { contributionId } = manifest.contributions[manifest.cells[cell]!.contribution]!;
    return contributed.find((each) => each.contributionId === contributionId)!.source;
  };

  const rows = contents.flatMap((content) => content.rows.map((row, index) => ({ content, row, index })));
  const place = rows.findIndex(
    ({ row }, i) => row.entries[0] && sourceOf(row.entries[0].cell).title === served[i]!.question.passage.title,
  );
  const { content, row, index } = rows[Math.max(place, 0)]!;
  const { question, answer, fee } = served[Math.max(place, 0)]!;

  const query = laneRow(content.queries, index);
  const total = row.entries.reduce((sum, { share }) => sum + share, 0n);
  const credits = row.entries.map(
    (_, entry) => content.credits.flat().find((credit) => credit.row === index && credit.entry === entry)!.amount,
  );
  const part = credits.reduce((sum, credit) => sum + credit, 0n);
  const table = row.entries
    .slice(0, SHOWN_ENTRIES)
    .map(({ cell, share }, entry) => [
      `${String(cell)} (${sourceOf(cell).title})`,
      dot(query, laneRow(responses, cell)).toLocaleString("en-US"),
      manifest.cells[cell]!.weight.toLocaleString("en-US"),
      `${((Number(share) / Number(total)) * 100).toFixed(1)} %`,
      credits[entry]!.toLocaleString("en-US"),
    ]);

  const { contribution } = manifest.cells[row.entries[0]!.cell]!;
  const { contributionId, cumulative } = contents.at(-1)!.earnings[contribution]!;
  const { title, contributor } = sourceOf(row.entries[0]!.cell);
  const claimed = world.ledger.claimedOf.get(key(model.modelId, contributionId));
  return [
    `Question  "${excerptText(question.passage.prompt, QUOTE_LENGTH)}", from ${question.passage.title}`,
    `Answer    "${excerptText(answer, QUOTE_LENGTH)}"`,
    `Fee       ${fee.toLocaleString("en-US")} base units (${amountText(fee)})`,
    `Part      ${part.toLocaleString("en-US")} base units for contributors: half, floored over the channel's total`,
    "",
    tableText(["cell (contribution)", "a · b", "w", "share", "credit, base units"], table),
    `… and ${String(row.entries.length - SHOWN_ENTRIES)} more; all ${String(row.entries.length)} credits sum to the part, to the base unit.`,
    "",
    `In the end "${title}" had earned ${amountText(cumulative)} over ${String(rows.length)} answers, and ${contributor}`,
    `claimed ${amountText(claimed)} with one Merkle proof.`,
  ].join("\n");
}
