import { InvalidInputError } from "../errors.js";
import type { Sample } from "./sample.js";

const NEWLINE = Uint8Array.of(10);

/** A prompt and its answer, as bytes. An empty prompt reads as a line break. */
export type Exchange = { readonly prompt: Uint8Array; readonly answer: Uint8Array };

/**
 * Cuts an exchange into samples that predict every byte of the answer once, half a context at a time: each byte sees at least
 * half a context before it, as far as the text goes back. Bytes of the prompt have weight 0.
 */
export function answerWindows({ prompt, answer }: Exchange, context: number): Sample[] {
  if (answer.length === 0) throw new InvalidInputError("an answer needs at least one byte");
  const lead = leadOf(prompt);
  const text = new Uint8Array(lead.length + answer.length);
  text.set(lead);
  text.set(answer, lead.length);
  const stride = context / 2;
  const windows: Sample[] = [];
  for (let from = lead.length; from < text.length; from += stride) {
    const end = Math.min(from + stride, text.length);
    const start = Math.max(0, end - 1 - context);
    const targets = text.subarray(start + 1, end);
    const weights = new Float32Array(targets.length).fill(1, from - start - 1);
    windows.push({ inputs: text.subarray(start, end - 1), targets, weights });
  }
  return windows;
}

/** What an answer goes on from. */
export function leadOf(prompt: Uint8Array): Uint8Array {
  return prompt.length === 0 ? NEWLINE : prompt;
}
