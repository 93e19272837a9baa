import { readFile } from "node:fs/promises";
import path from "node:path";

import { concatBytes } from "@noble/hashes/utils.js";

import { keccakText } from "../../engine/src/core/hash/keccak.js";
import {
  CONTRIBUTION_BYTES,
  decodeContribution,
  type IndexedContribution,
} from "../../engine/src/core/spans/contribution-table.js";
import { verifySpan } from "../../engine/src/core/spans/prove-span.js";
import { SEPARATOR } from "../../engine/src/core/spans/shard.js";
import { traceAnswer } from "../../engine/src/core/spans/trace-answer.js";
import { CONTRIBUTIONS } from "../../engine/src/io/spans/index-files.js";
import { openSpanIndex, type SpanIndex } from "../../engine/src/io/spans/open-span-index.js";
import { median, type Spent, stopwatch } from "../page/stopwatch.js";
import { benchStream, indexedTexts, unseenText } from "./texts.js";

const ANSWER_BYTES = 2048;
const QUOTE_BYTES = 128;
const LATER_RUNS = 21;

/** One kind of answer: its first trace from an index just opened, and the middle one of many from the same. */
export type QueryFigures = {
  readonly answer: string;
  readonly spans: number;
  readonly opening: Spent;
  readonly first: Spent;
  readonly later: Spent;
};

/** Traces, proves and verifies answers of 2 kB against the index of `bytes` spliced bytes. */
export async function measureQueries(directory: string, bytes: number): Promise<QueryFigures[]> {
  const versionRoot = keccakText(`${String(bytes)} spliced bytes`);
  const table = await readFile(path.join(directory, CONTRIBUTIONS));
  const contributions = Array.from({ length: table.length / CONTRIBUTION_BYTES }, (_, i) =>
    decodeContribution(table, i),
  );
  const known: Known = new Map(contributions.map((each) => [each.contributionId, each]));
  const source = await openSpanIndex(directory, { versionRoot });
  const answers = answersFrom(source);
  source.close();
  const figures: QueryFigures[] = [];
  for (const [answer, text] of Object.entries(answers)) {
    const read = stopwatch();
    const index = await openSpanIndex(directory, { versionRoot });
    const opening = read();
    const [first, ...later] = Array.from({ length: 1 + LATER_RUNS }, () => timedTrace(index, known, text));
    index.close();
    figures.push({ answer, spans: first!.spans, opening, first: first!.spent, later: middleOf(later) });
  }
  return figures;
}

/** Stands in for what the chain says. */
type Known = ReadonlyMap<bigint, IndexedContribution>;

type Trace = { readonly spans: number; readonly spent: Spent };

function timedTrace(index: SpanIndex, known: Known, answer: Uint8Array): Trace {
  const read = stopwatch();
  const spans = traceAnswer({ answer, prompt: new Uint8Array() }, index);
  for (const { start, length, first } of spans) {
    const source = index.source(first);
    verifySpan(answer.subarray(start, start + length), source, known.get(source.proof.contributionId)!);
  }
  return { spans: spans.length, spent: read() };
}

function middleOf(traces: readonly Trace[]): Spent {
  return {
    seconds: median(traces.map(({ spent }) => spent.seconds)),
    cpuSeconds: median(traces.map(({ spent }) => spent.cpuSeconds)),
  };
}

function answersFrom({ shards }: SpanIndex): Readonly<Record<string, Uint8Array>> {
  const [unseen, random] = [unseenText(), benchStream("answers")];
  const unseenPart = (length: number): Uint8Array => {
    const start = random.below(unseen.length - length);
    return unseen.subarray(start, start + length);
  };
  const quote = (length: number): Uint8Array => {
    const shard = shards[random.below(shards.length)]!;
    const bytes: number[] = [];
    for (let at = random.below(shard.size - 2 * length); bytes.length < length; at++) {
      if (shard.byte(at) !== SEPARATOR) bytes.push(shard.byte(at));
    }
    return Uint8Array.from(bytes);
  };
  const inTurn = Array.from({ length: ANSWER_BYTES / (2 * QUOTE_BYTES) }, () => [
    quote(QUOTE_BYTES),
    unseenPart(QUOTE_BYTES),
  ]);
  const licence = indexedTexts().find((text) => text.includes("GNU GENERAL PUBLIC LICENSE") && text.length > 20_000)!;
  return {
    "a speech that the data does not hold": unseenPart(ANSWER_BYTES),
    "every other 128 bytes quoted": concatBytes(...inTurn.flat()),
    "quoted from end to end": quote(ANSWER_BYTES),
    "a licence that many others repeat": licence.subarray(5_000, 5_000 + ANSWER_BYTES),
  };
}
