import { open } from "node:fs/promises";
import { join } from "node:path";

import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { type Random, randomStream } from "../../engine/src/core/train/random.js";
import { addresses, contracts, licenceTexts } from "./texts.js";

/** One word in so many is exchanged; 0 leaves a passage as it is. A quarter of the passages each, in turn. */
const EXCHANGES = [0, 40, 2, 2];
const PASSAGE_WORDS = { least: 200, most: 1600 };

/**
 * Writes about `bytes` of text, always the same, as files of `fileBytes`: passages of all the real texts, a quarter of them copied, a quarter
 * lightly edited, half with every second word exchanged for another of the texts', which makes them new. Returns the files' paths.
 */
export async function writeSplice(
  directory: string,
  { bytes, fileBytes }: { readonly bytes: number; readonly fileBytes: number },
): Promise<string[]> {
  const words = [...licenceTexts().values(), ...addresses(), ...(await contracts())].flatMap((text) => text.split(" "));
  const random = randomStream(keccakText("bench/dedup"), "splice");
  const paths: string[] = [];
  for (let written = 0; written < bytes; written += fileBytes) {
    const path = join(directory, `${String(paths.length).padStart(3, "0")}.txt`);
    const file = await open(path, "w");
    for (let size = 0; size < Math.min(fileBytes, bytes - written);) {
      const block = Buffer.from(
        Array.from({ length: 64 }, (_, i) => passage(words, random, EXCHANGES[i % 4]!)).join(""),
      );
      await file.write(block);
      size += block.length;
    }
    await file.close();
    paths.push(path);
  }
  return paths;
}

function passage(words: readonly string[], random: Random, oneIn: number): string {
  const length = PASSAGE_WORDS.least + random.below(PASSAGE_WORDS.most - PASSAGE_WORDS.least);
  const start = random.below(words.length - length);
  const chosen = words.slice(start, start + length);
  if (oneIn > 0) {
    for (let at = 0; at < length; at++) if (random.below(oneIn) === 0) chosen[at] = words[random.below(words.length)]!;
  }
  return `${chosen.join(" ")}\n\n`;
}
