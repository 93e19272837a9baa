import type { Hex } from "../../engine/src/core/hash/hex.js";
import { type SpanSource, verifySpan } from "../../engine/src/core/spans/prove-span.js";
import { SPANS_NOTICE, traceAnswer, type TracedSpan } from "../../engine/src/core/spans/trace-answer.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { readWorld } from "../../indexer/src/read-world.js";
import type { World } from "../../indexer/src/replay.js";
import { excerptText, tableText } from "../helpers/text.js";
import { askedData, askedVersions } from "./helpers/asked-versions.js";
import { required } from "./helpers/parse-options.js";
import { MEGABYTE, readInput } from "./helpers/read-file.js";
import { runTask } from "./helpers/run-task.js";
import { spanIndexOf } from "./helpers/span-index.js";

type Options = Readonly<Record<"model" | "datanet" | "answer" | "prompt", string | undefined>> & {
  readonly published: string;
};

/** Characters of a span in the table. */
const SHOWN_TEXT = 48;

export default runTask<Options & { readonly json: boolean }>(async (options, { client, progress }) => {
  const asked = askedData(options);
  const answer = await readInput(required("answer", options.answer), { most: MEGABYTE });
  const prompt = options.prompt === undefined ? new Uint8Array() : await readInput(options.prompt, { most: MEGABYTE });

  const world = await readWorld(await client());
  const versions = askedVersions(world, asked);
  const index = await spanIndexOf(versions, { world, published: new ContentStore(options.published), progress });
  try {
    const rows = traceAnswer({ answer, prompt }, index).map((span) => {
      const bytes = answer.subarray(span.start, span.start + span.length);
      const source = index.source(span.first);
      verifySpan(bytes, source, contributionOf(world, source));
      return { bytes, span, source };
    });
    return { notice: SPANS_NOTICE, versions, spans: options.json ? rows.map(toRecord) : `\n${toTable(rows)}` };
  } finally {
    index.close();
  }
});

type Row = { readonly bytes: Uint8Array; readonly span: TracedSpan; readonly source: SpanSource };

/** What the chain, not the index, says of the contribution. */
function contributionOf({ registries }: World, { proof }: SpanSource): { root: Hex; chunkCount: number } {
  const { root, chunkCount } = registries.contributions.get(proof.contributionId)!; // the version's log names it
  return { root: root as Hex, chunkCount: Number(chunkCount) };
}

function toRecord({ bytes, span, source }: Row): object {
  const { start, length, count, weight } = span;
  const { chunk, offset, proof } = source;
  return {
    start,
    length,
    text: new TextDecoder().decode(bytes),
    contributionId: proof.contributionId,
    chunk: proof.index,
    offset,
    count,
    weightMillibits: weight,
    chunkText: new TextDecoder().decode(chunk),
    contentHash: proof.contentHash,
    proof: proof.proof,
  };
}

function toTable(rows: readonly Row[]): string {
  if (rows.length === 0) return "none of 32 bytes or more that the prompt did not hold";
  return tableText(
    ["contribution", "chunk", "offset", "length", "count", "bits", "text"],
    rows.map(({ bytes, span: { length, count, weight }, source: { offset, proof } }) => [
      String(proof.contributionId),
      String(proof.index),
      String(offset),
      String(length),
      String(count),
      `${String(weight / 1000n)}.${String(weight % 1000n).padStart(3, "0")}`,
      excerptText(bytes, SHOWN_TEXT),
    ]),
  );
}
