import type { Credit, Earning, Entry, Row } from "../hash/structs.js";
import { fromJsonBytes, toJsonBytes } from "../json/json-bytes.js";
import {
  hash,
  list,
  literal,
  MalformedDataError,
  type Parser,
  record,
  uintNumber,
  uintString,
} from "../json/parsers.js";

const BATCH_FORMAT = "openledger-batch-v1";

/** The content of `batch.json`: a batch line by line. */
export type BatchJson = {
  readonly modelId: bigint;
  readonly bucket: bigint;
  readonly rows: readonly Row[];
  readonly earnings: readonly Earning[];
  readonly credits: readonly (readonly Credit[])[];
};

export const entryParser: Parser<Entry> = record<Entry>({ cell: uintNumber(32), share: uintString(128) });

const rowParser = record<Row>({
  sequence: uintString(64),
  head: hash,
  cumulativeFee: uintString(128),
  requestHash: hash,
  responseHash: hash,
  queryRoot: hash,
  entries: list(entryParser),
});

const earningParser = record<Earning>({
  contributionId: uintString(256),
  cumulative: uintString(128),
  statementRoot: hash,
  sum: uintString(128),
  count: uintNumber(32),
});

const creditParser = record<Credit>({ row: uintNumber(32), entry: uintNumber(8), amount: uintString(128) });

const batchParser = record<BatchJson & { readonly format: string }>({
  format: literal(BATCH_FORMAT),
  modelId: uintString(256),
  bucket: uintString(64),
  rows: list(rowParser, 1),
  earnings: list(earningParser, 1),
  credits: list(list(creditParser), 1),
});

export function encodeBatchJson({ modelId, bucket, rows, earnings, credits }: BatchJson): Uint8Array {
  return toJsonBytes({
    format: BATCH_FORMAT,
    modelId,
    bucket,
    rows: rows.map(({ sequence, head, cumulativeFee, requestHash, responseHash, queryRoot, entries }) => ({
      sequence,
      head,
      cumulativeFee,
      requestHash,
      responseHash,
      queryRoot,
      entries: entries.map(({ cell, share }) => ({ cell, share })),
    })),
    earnings: earnings.map(({ contributionId, cumulative, statementRoot, sum, count }) => ({
      contributionId,
      cumulative,
      statementRoot,
      sum,
      count,
    })),
    credits: credits.map((statement) => statement.map(({ row, entry, amount }) => ({ row, entry, amount }))),
  });
}

/** Reads `batch.json`, right or wrong in its numbers but whole in its form. Throws {@link MalformedDataError}. */
export function decodeBatchJson(bytes: Uint8Array): BatchJson {
  const { modelId, bucket, rows, earnings, credits } = batchParser(fromJsonBytes(bytes, "batch.json"), "batch.json");
  if (credits.length !== earnings.length) {
    throw new MalformedDataError("batch.json.credits", `${earnings.length} statements`, credits.length);
  }
  return { modelId, bucket, rows, earnings, credits };
}
