import type { RetrievableChunk } from "../../../engine/src/core/retrieval/retrieval-corpus.js";
import { factorial } from "../../../engine/src/core/retrieval/shapley.js";
import type { WeighedChunks } from "../../../engine/src/core/retrieval/weigh-chunks.js";
import { excerptText, tableText } from "../../helpers/text.js";

type Shown = WeighedChunks & { readonly chunks: readonly RetrievableChunk[] };

/** Characters of a chunk in the table. */
const SHOWN_TEXT = 48;

/** Exact: values and shares in thousandths of a nat / n!. */
export function retrievalRecords({ chunks, values, shares }: Shown): object[] {
  return chunks.map(({ contributionId, index, bytes }, place) => ({
    contributionId,
    chunk: index,
    text: new TextDecoder().decode(bytes),
    value: values[place]!,
    share: shares[place]!,
  }));
}

export function retrievalTable({ chunks, values, shares }: Shown): string {
  if (chunks.length === 0) return "none that shares four bytes in a row with the prompt";
  const total = shares.reduce((sum, share) => sum + share, 0n);
  return tableText(
    ["contribution", "chunk", "nats", "share", "text"],
    chunks.map(({ contributionId, index, bytes }, place) => [
      String(contributionId),
      String(index),
      natsText(values[place]! / factorial(chunks.length)),
      total === 0n ? "–" : `${String((shares[place]! * 100n) / total)} %`,
      excerptText(bytes, SHOWN_TEXT),
    ]),
  );
}

/** Thousandths of a nat, with their sign: what a chunk took away shows. */
function natsText(milliNats: bigint): string {
  const digits = String(milliNats < 0n ? -milliNats : milliNats).padStart(4, "0");
  return `${milliNats < 0n ? "−" : "+"}${digits.slice(0, -3)}.${digits.slice(-3)}`;
}
