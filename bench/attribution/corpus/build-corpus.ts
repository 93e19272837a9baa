import { keccakText } from "../../../engine/src/core/hash/keccak.js";
import { randomStream } from "../../../engine/src/core/train/random.js";
import type { BenchCorpus, CorpusSpec } from "./bench-corpus.js";
import { corrupt } from "./corrupt.js";
import { corpusOf } from "./excerpts.js";
import { withGarbage } from "./garbage.js";
import { drawSpeeches, drawTopics } from "./sources.js";

/** The text of an experiment: the same on every machine with the same packages. */
export async function buildCorpus({ kind, contributors, dataSeed, ...rest }: CorpusSpec): Promise<BenchCorpus> {
  const seed = keccakText(`openledger attribution bench, data seed ${String(dataSeed)}`);
  const random = randomStream(seed, kind === "topics" ? "topics" : "speeches");
  const sources = kind === "topics" ? drawTopics(contributors, random) : drawSpeeches(contributors, random);
  const corpus = await corpusOf(sources, { ...rest, heldOutEach: kind === "topics" ? 1 : 0, random });
  if (kind === "topics") return withGarbage(corpus, rest.cellsEach);
  return kind === "corrupted" ? corrupt(corpus, randomStream(seed, "corrupted")) : corpus;
}
