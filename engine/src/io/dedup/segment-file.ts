import { readFile, writeFile } from "node:fs/promises";

import { BANDS } from "../../core/dedup/bands.js";
import { NearIndex } from "../../core/dedup/near-index.js";
import type { Ratio } from "../../core/dedup/similarity.js";

/** A part of the originals of a stream: number i of the index is chunk `chunkNumbers[i]` of the stream. */
export type Segment = { readonly index: NearIndex; readonly chunkNumbers: readonly number[] };

/** Writes a segment: for each original its chunk number, length and keys as words of this machine, then its bytes. Read again by the same process only. */
export async function writeSegment(path: string, { index, chunkNumbers }: Segment): Promise<void> {
  const words = new Int32Array(index.count * (2 + BANDS));
  const texts = new Uint8Array(index.byteLength);
  let [word, byte, row] = [0, 0, 0];
  for (const { bytes, keys } of index.sketches()) {
    words.set([chunkNumbers[row++]!, bytes.length], word);
    words.set(keys, word + 2);
    texts.set(bytes, byte);
    word += 2 + BANDS;
    byte += bytes.length;
  }
  await writeFile(path, [Buffer.from(Uint32Array.of(index.count).buffer), Buffer.from(words.buffer), texts]);
}

export async function readSegment(path: string, threshold: Ratio): Promise<Segment> {
  const file = await readFile(path);
  const count = file.readUInt32LE(0);
  const words = new Int32Array(file.buffer, file.byteOffset + 4, count * (2 + BANDS));
  const index = new NearIndex(threshold);
  const chunkNumbers: number[] = [];
  let byte = 4 + words.byteLength;
  for (let word = 0; word < words.length; word += 2 + BANDS) {
    const length = words[word + 1]!;
    chunkNumbers.push(words[word]!);
    index.add({ bytes: file.subarray(byte, byte + length), keys: words.subarray(word + 2, word + 2 + BANDS) });
    byte += length;
  }
  return { index, chunkNumbers };
}
