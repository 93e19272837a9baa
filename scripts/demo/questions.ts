import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { chooseRequest, completeRequest, type InferenceRequest } from "../../engine/src/core/inference/request.js";
import type { DemoCorpus, DemoQuestion } from "../../engine/src/io/corpus/demo-corpus.js";

/** A paid question: which of four passages goes on from a text, or how does it go on. */
export type Question = { readonly passage: DemoQuestion; readonly request: InferenceRequest };

const WRONG_CHOICES = 3;
/** Wrong choices stand apart in the corpus, so that they come from several sources; coprime to the number of passages. */
const WRONG_STRIDE = 9;
/** Every fifth question asks for a completion. */
const COMPLETION_EVERY = 5;
const COMPLETION_BYTES = 48;

/** One question for each passage of the corpus. Wrong choices are how other passages go on, from any Datanet. */
export function questionsOf({ questions }: DemoCorpus): Question[] {
  return questions.map((passage, i) => {
    const prompt = textOf(passage.prompt);
    if (i % COMPLETION_EVERY === COMPLETION_EVERY - 1) {
      return { passage, request: completeRequest({ prompt, maxBytes: COMPLETION_BYTES, temperature: [1, 2] }) };
    }
    const others = questions.filter(({ title }) => title !== passage.title);
    const from = draw(`wrong choices ${String(i)}`, others.length);
    const wrong = Array.from({ length: WRONG_CHOICES }, (_, n) => {
      return textOf(others[(from + n * WRONG_STRIDE) % others.length]!.truth);
    });
    const place = draw(`place of the truth ${String(i)}`, WRONG_CHOICES + 1);
    return { passage, request: chooseRequest(prompt, wrong.toSpliced(place, 0, textOf(passage.truth))) };
  });
}

/** Whether an answer is how the source really goes on. */
export function isTrue({ passage }: Question, answer: Uint8Array): boolean {
  return textOf(answer) === textOf(passage.truth);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function draw(what: string, count: number): number {
  return Number(BigInt(keccakText(what)) % BigInt(count));
}
