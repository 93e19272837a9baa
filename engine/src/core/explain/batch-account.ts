import type { RecordedSettlement } from "../audit/audit-case.js";
import { matchesRow, type Transcript } from "../bundle/transcripts-json.js";
import { BaseError } from "../errors.js";
import { CREDIT, EARNING, ROW } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import { decodeRequest } from "../inference/request.js";
import { type BatchContent, rowTree } from "../ledger/compute-batch.js";
import { earningsTree } from "../ledger/earnings.js";
import { cellOf, type LedgerModel, paidEntries } from "../ledger/model.js";
import { laneRow } from "../ledger/lanes.js";
import { dot, positivePart } from "../ledger/score.js";
import { feeBefore, rowParts } from "../ledger/row-parts.js";
import { statementLeaves } from "../ledger/statements.js";
import { type MerkleTree, merkleProof } from "../tree/merkle.js";
import { sumProof, type SumTree, sumTree } from "../tree/merkle-sum.js";
import type { ExplainedCell, ExplainedCredit, ExplainedRow, ProvenEarning } from "./explained.js";
import { type WhyNothing, whyNothing } from "./why-nothing.js";

/** A batch in which no auditor finds a fault, and what it was computed from. */
export type BatchToExplain = {
  readonly model: LedgerModel;
  readonly content: BatchContent;
  /** Of the bucket, place = sequence. */
  readonly settlements: readonly RecordedSettlement[];
  /** Of the bucket, 1e4 = 100%. */
  readonly contributorsBps: number;
  /** Of the rows whose texts are public. */
  readonly transcripts: readonly Transcript[];
};

/** Tells of one batch, line by line, where its money came from and where it went. Every number is computed again, every line proven. */
export class BatchAccount {
  readonly #batch: BatchToExplain;
  /** Contributors' part of each row, token base units. */
  readonly #parts: readonly bigint[];
  readonly #rows: MerkleTree;
  readonly #earnings: MerkleTree;
  readonly #statements = new Map<number, SumTree>();

  /** Throws what `rowParts` throws. */
  constructor(batch: BatchToExplain) {
    this.#batch = batch;
    const { content, contributorsBps } = batch;
    const settlements = batch.settlements.map(({ settlement }) => settlement);
    this.#parts = rowParts({ rows: content.rows, settlements, contributorsBps });
    this.#rows = rowTree(content.rows);
    this.#earnings = earningsTree(content.earnings);
  }

  /** A receipt, and everything it paid. Throws {@link NoSuchRowError}. */
  row(index: number): ExplainedRow {
    const { content, model, settlements, transcripts } = this.#batch;
    const row = content.rows[index];
    if (row === undefined) throw new NoSuchRowError(index, content.rows.length);

    const { settlement, direct } = settlements[Number(row.sequence)]!; // else `rowParts` would have thrown
    const paid = paidEntries(row.entries, model);
    const transcript = transcripts.find((each) => each.row === index && matchesRow(each, row));
    return {
      row: index,
      sequence: row.sequence,
      payer: settlement.payer,
      payee: settlement.payee,
      direct,
      fee:
        row.cumulativeFee -
        feeBefore(
          row,
          content.rows[index - 1],
          settlements.map((each) => each.settlement),
        ),
      part: this.#parts[index]!,
      texts: transcript && textsOf(transcript),
      paidBy: row.entries.length > 0 ? "scores" : "default list",
      totalShare: paid.reduce((sum, { share }) => sum + share, 0n),
      credits: paid.map(({ cell, share }, entry) => this.#credit(index, { entry, cell, share })),
      proof: { leaf: structHash(ROW, row), index, siblings: merkleProof(this.#rows, index), root: this.#rows.root },
    };
  }

  /** Why a row pays a contribution nothing; undefined where it pays it. */
  whyNothing(index: number, place: number): WhyNothing | undefined {
    const { content, model } = this.#batch;
    if (content.credits[place]!.some(({ row }) => row === index)) return undefined;
    const { firstCell, cellCount } = model.contributions[place]!;
    const cells = Array.from({ length: cellCount }, (_, i) => this.#cell(index, firstCell + i));
    return whyNothing(cells, content.rows[index]!.entries);
  }

  /** What a contribution has earned up to this batch, as a claim proves it. */
  earning(place: number): ProvenEarning {
    const { earnings } = this.#batch.content;
    const earning = earnings[place]!;
    const leaf = structHash(EARNING, earning);
    const { root } = this.#earnings;
    return { earning, proof: { leaf, index: place, siblings: merkleProof(this.#earnings, place), root } };
  }

  #credit(
    index: number,
    paid: { readonly entry: number; readonly cell: number; readonly share: bigint },
  ): ExplainedCredit {
    const { content, model } = this.#batch;
    const place = cellOf(model, paid.cell).contribution;
    const credits = content.credits[place]!;
    const line = credits.findIndex(({ row, entry }) => row === index && entry === paid.entry);
    const credit = credits[line]!;
    const tree = this.#statement(place);
    return {
      ...this.#cell(index, paid.cell),
      ...paid, // of the default list, the share is the cell's weight
      amount: credit.amount,
      proof: { leaf: structHash(CREDIT, credit), index: line, siblings: sumProof(tree, line), root: tree.root },
    };
  }

  #cell(index: number, cell: number): ExplainedCell {
    const { content, model } = this.#batch;
    const { contribution, weight } = cellOf(model, cell);
    const { contributionId } = model.contributions[contribution]!;
    const score = dot(laneRow(content.queries, index), laneRow(model.responses, cell));
    return { cell, contributionId, score, weight, share: positivePart(score) * weight };
  }

  #statement(place: number): SumTree {
    const known = this.#statements.get(place);
    if (known !== undefined) return known;
    const tree = sumTree(statementLeaves(this.#batch.content.credits[place]!));
    this.#statements.set(place, tree);
    return tree;
  }
}

/** Bytes that are no text become replacement characters: this is to be read, the hashes are of the bytes. */
function textsOf({ request, answer }: Transcript): ExplainedRow["texts"] {
  return { prompt: decodeRequest(request).prompt, answer: new TextDecoder().decode(answer) };
}

export class NoSuchRowError extends BaseError {
  readonly code = "NO_SUCH_ROW";

  constructor(index: number, count: number) {
    super(`Expected a row in 0 … ${count - 1}, got ${index}. The batch has ${count} receipts.`);
  }
}
