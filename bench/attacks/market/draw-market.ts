import { keccakText } from "../../../engine/src/core/hash/keccak.js";
import { randomStream } from "../../../engine/src/core/train/random.js";
import { lastWordEnd } from "../../../engine/src/io/corpus/excerpt.js";
import { CELL_BYTES, evenShare, type Excerpt, readExcerpts } from "../../attribution/corpus/excerpts.js";
import { drawTopics } from "../../attribution/corpus/sources.js";
import { ATTACKER, type Document, type Market, type Question } from "./documents.js";

export type MarketSpec = {
  /** Honest ones; the attacker comes on top. */
  readonly contributors: number;
  readonly cellsEach: number;
  readonly questions: number;
  readonly dataSeed: number;
};

/** About one chunk: what a contribution gives up as held-out text, beside its cells. */
const HELD_OUT_BYTES = 200;

/** Speeches, licences and contracts, one source a contributor. The attacker's own is a speech. The same for the same data seed. */
export async function drawMarket({ contributors, cellsEach, questions, dataSeed }: MarketSpec): Promise<Market> {
  const random = randomStream(keccakText(`openledger attacks bench, data seed ${String(dataSeed)}`), "market");
  const everybody = contributors + 1;
  const sources = drawTopics(everybody, random);
  const bytes = cellsEach * CELL_BYTES + HELD_OUT_BYTES;
  const longBytes = 2 * cellsEach * CELL_BYTES + HELD_OUT_BYTES;
  const excerpts = await readExcerpts(sources, {
    taken: (contributor) => ({
      bytes: contributor === 0 ? longBytes : bytes,
      passages: evenShare(questions, contributor, everybody),
    }),
    random,
  });
  const [attackers, ...others] = excerpts;
  return {
    name: `${String(contributors)} × ${String(cellsEach)} cells, data seed ${String(dataSeed)}`,
    dataSeed,
    honest: others.map((each) => documentOf(each, each.bytes.length)),
    own: documentOf(attackers!, bytes),
    ownLong: documentOf(attackers!, longBytes),
    questions: excerpts.flatMap(questionsOf),
  };
}

function documentOf(excerpt: Excerpt, length: number): Document {
  return { account: accountOf(excerpt), datanet: excerpt.topic, bytes: untilWordEnd(excerpt.bytes, length) };
}

function questionsOf(excerpt: Excerpt): Question[] {
  return excerpt.passages.map((exchange) => ({ exchange, account: accountOf(excerpt), datanet: excerpt.topic }));
}

function accountOf({ contributor }: Excerpt): string {
  return contributor === 0 ? ATTACKER : `honest ${String(contributor)}`;
}

/** The text's first bytes, without cutting a word or a character. */
export function untilWordEnd(text: Uint8Array, length: number): Uint8Array {
  return text.slice(0, lastWordEnd(text, { start: 0, end: Math.min(length, text.length) }));
}
