import { concatBytes } from "@noble/hashes/utils.js";

import { type Detector, DETECTORS } from "./detectors.js";
import { EDITS } from "./edits.js";
import { addresses, contracts, licenceTexts } from "./texts.js";

/** Share of the bytes that each of the detectors finds, by their names, over all passages together. */
export type EditFigures = {
  readonly passages: number;
  readonly bytes: number;
  readonly detectors: readonly { readonly name: string; readonly threshold: number }[];
  readonly edits: readonly { readonly name: string; readonly found: readonly number[] }[];
  /** Of each passage against all the others: nothing is copied, so what is found is a false merge. */
  readonly honest: readonly number[];
};

const PASSAGE_BYTES = 6000;
/** Far apart in time, subject and author. */
const SPEECHES = [10, 60, 110, 160, 200, 230];
const LICENCES = ["Artistic-2.0", "CERN-OHL-S-2.0", "GFDL-1.3-only", "ODbL-1.0", "MS-PL", "EUPL-1.2"];
const CONTRACTS = [20, 120, 220];

/** @param each passages of each kind, at most. */
export async function measureEdits(each: number): Promise<EditFigures> {
  const passages = await chosenPassages(each);
  const encoded = passages.map((text) => new TextEncoder().encode(text));
  return {
    passages: passages.length,
    bytes: concatBytes(...encoded).length,
    detectors: DETECTORS.map(({ name, threshold }) => ({ name, threshold })),
    edits: EDITS.map(({ name, apply }) => ({
      name,
      found: DETECTORS.map((detector) =>
        foundShare(
          detector,
          encoded.map((earlier, i) => [earlier, new TextEncoder().encode(apply(passages[i]!))]),
        ),
      ),
    })),
    honest: DETECTORS.map((detector) =>
      foundShare(
        detector,
        encoded.map((later, i) => [concatBytes(...encoded.filter((_, j) => j !== i)), later]),
      ),
    ),
  };
}

function foundShare(
  { cut, against, threshold }: Detector,
  pairs: readonly (readonly [earlier: Uint8Array, later: Uint8Array])[],
): number {
  let [found, all] = [0, 0];
  for (const [earlier, later] of pairs) {
    const value = against(earlier);
    for (const chunk of cut(later)) {
      all += chunk.length;
      if (value(chunk) >= threshold) found += chunk.length;
    }
  }
  return Number((found / all).toFixed(4));
}

async function chosenPassages(each: number): Promise<string[]> {
  const [speeches, licences, sources] = [addresses(), licenceTexts(), await contracts()];
  const texts = [
    ...SPEECHES.slice(0, each).map((i) => speeches[i]!),
    ...LICENCES.slice(0, each).map((id) => licences.get(id)!),
    ...CONTRACTS.slice(0, each).map((i) => sources[i]!),
  ];
  return texts.map((text) => text.slice(0, PASSAGE_BYTES));
}
