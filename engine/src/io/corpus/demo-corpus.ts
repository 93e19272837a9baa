import { concatBytes } from "@noble/hashes/utils.js";

import { chunkBytes } from "../../core/text/chunk-bytes.js";
import { type DatanetName, DEMO_LICENCES, DEMO_SOURCES, type DemoSource, readSource } from "./demo-sources.js";
import { excerpt, lastWordEnd, nextBoundary, SourceTooShortError, type Span } from "./excerpt.js";
import { keyboardNoise } from "./noise.js";

/** What somebody contributes to a Datanet of the demonstration. `licence` is an SPDX id. */
export type DemoContribution = {
  readonly datanet: DatanetName;
  readonly contributor: string;
  readonly title: string;
  readonly licence: string;
  readonly bytes: Uint8Array;
  /** `noise` is to be refused in review; the chunks of `copy` are an earlier contribution's. */
  readonly kind: "honest" | "noise" | "copy";
};

/** A passage beside a contributed excerpt: the model continues `prompt`, and `truth` is how the source goes on. */
export type DemoQuestion = {
  readonly datanet: DatanetName;
  readonly title: string;
  readonly prompt: Uint8Array;
  readonly truth: Uint8Array;
};

export type DemoCorpus = {
  readonly contributions: readonly DemoContribution[];
  readonly questions: readonly DemoQuestion[];
};

const EXCERPT_BYTES = 2_650;
const QUESTIONS_PER_SOURCE = 2;
const PROMPT_BYTES = { min: 40, max: 64 };
const TRUTH_BYTES = { min: 64, max: 128 };

/** The contributions and questions of the demonstration, the same on every machine with the same packages. */
export async function demoCorpus(): Promise<DemoCorpus> {
  const excerpts = await Promise.all(DEMO_SOURCES.map(readExcerpt));
  const honest = excerpts.map(({ contribution }) => contribution);
  const contributions = [...honest, noise(), copyOf(honest[0]!)];
  const texts = contributions.map(({ bytes }) => new TextDecoder().decode(bytes));
  const isNew = (passage: Uint8Array) =>
    texts.every((text) => !text.includes(new TextDecoder().decode(passage).trim()));
  return { contributions, questions: excerpts.flatMap((each) => questionsBeside(each, isNew)) };
}

type Excerpt = { readonly contribution: DemoContribution; readonly text: Uint8Array; readonly span: Span };

async function readExcerpt(source: DemoSource): Promise<Excerpt> {
  const text = await readSource(source);
  const span = excerpt(text, Math.floor((text.length * source.beginsAt) / 100), EXCERPT_BYTES);
  const contribution: DemoContribution = {
    datanet: source.datanet,
    contributor: source.contributor,
    title: source.source,
    licence: DEMO_LICENCES[source.datanet],
    bytes: text.slice(span.start, span.end),
    kind: "honest",
  };
  return { contribution, text, span };
}

function noise(): DemoContribution {
  const bytes = keyboardNoise(EXCERPT_BYTES);
  const title = "My valuable data";
  return { datanet: "speeches", contributor: "noel", title, licence: DEMO_LICENCES.speeches, bytes, kind: "noise" };
}

/** Another account's copy of some chunks: whole ones, so that each is found equal to its original. */
function copyOf(original: DemoContribution): DemoContribution {
  const bytes = concatBytes(...chunkBytes(original.bytes).slice(2, 9));
  return { ...original, contributor: "oz", title: `${original.title} (found online)`, bytes, kind: "copy" };
}

/** Passages after the excerpt, one after the other, that no contribution contains. */
function questionsBeside(
  { contribution: { datanet, title }, text, span }: Excerpt,
  isNew: (passage: Uint8Array) => boolean,
): DemoQuestion[] {
  const questions: DemoQuestion[] = [];
  for (let from = span.end; questions.length < QUESTIONS_PER_SOURCE;) {
    const start = nextBoundary(text, from);
    const middle = lastWordEnd(text, { start: start + PROMPT_BYTES.min, end: start + PROMPT_BYTES.max });
    const end = lastWordEnd(text, { start: middle + TRUTH_BYTES.min, end: middle + TRUTH_BYTES.max });
    if (end > text.length) throw new SourceTooShortError(start, text.length);
    const [prompt, truth] = [text.slice(start, middle), text.slice(middle, end)];
    if (isNew(prompt) && isNew(truth)) questions.push({ datanet, title, prompt, truth });
    from = end;
  }
  return questions;
}
