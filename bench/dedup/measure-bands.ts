import { NearIndex, sketch } from "../../engine/src/core/dedup/near-index.js";
import { shingleSet } from "../../engine/src/core/dedup/shingles.js";
import { isSimilar, NEAR_DUPLICATE } from "../../engine/src/core/dedup/similarity.js";
import { chunkBytes } from "../../engine/src/core/text/chunk-bytes.js";
import { licenceTexts } from "./texts.js";
import type { Pair } from "./truth.js";

/** What comparing every chunk with every original finds, and how much of that the bands lead to. */
export type BandFigures = { readonly chunks: number; readonly byAllPairs: number; readonly byBands: number };

/** Takes the texts of the pairs, each once, as one stream. @param most chunks that are compared at most. */
export function measureBands(pairs: readonly Pair[], most: number): BandFigures {
  const texts = licenceTexts();
  const ids = new Set(pairs.flatMap(({ earlier, later }) => [earlier, later]));
  const chunks = [...ids].flatMap((id) => chunkBytes(new TextEncoder().encode(texts.get(id)!))).slice(0, most);
  const index = new NearIndex(NEAR_DUPLICATE);
  const originals: Int32Array[] = [];
  let [byAllPairs, byBands] = [0, 0];
  for (const chunk of chunks) {
    const [sketched, shingles] = [sketch(chunk), shingleSet(chunk)];
    const first = originals.findIndex((other) => isSimilar(shingles, other, NEAR_DUPLICATE));
    if (first >= 0) {
      byAllPairs++;
      if (index.find(sketched) === first) byBands++;
      continue;
    }
    index.add(sketched);
    originals.push(shingles);
  }
  return { chunks: chunks.length, byAllPairs, byBands };
}
