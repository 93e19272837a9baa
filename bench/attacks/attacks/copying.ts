import type { Document } from "../market/documents.js";
import { honestDocuments, sybil } from "../market/documents.js";
import { trainingSetOf } from "../market/training-sets.js";
import { type Attack, attackersShare, type Bench, bestEarners, comparison, type Outcome, train } from "./attack.js";
import { cutElsewhere, exchangeWords, randomOf } from "./edits.js";

/** Documents that are copied: those that earn most. */
const COPIED = 2;
/** Bytes that a copy leaves out at both ends: some half a chunk. */
const LEFT_OUT_BYTES = 97;

const TARGET = { unit: "of honest income", bound: "at most", value: 1.02 } as const;
const DEFENCE = "dedup before cells are formed (off: whole copies)";

/** A second account commits, later, to what others have been paid best for. */
export const COPYING: readonly Attack[] = [
  {
    id: "copy",
    title: "copying the best documents",
    what: "a second account contributes the two documents that earn most, word for word",
    defence: DEFENCE,
    target: TARGET,
    models: 1,
    run: (bench) => addCopies(bench, (text) => text),
  },
  {
    id: "copy-cut",
    title: "copying, cut elsewhere",
    what: "the same, without the first and last 97 bytes, so that the chunks at the ends are new",
    defence: DEFENCE,
    target: TARGET,
    models: 2,
    run: (bench) => addCopies(bench, (text) => cutElsewhere(text, LEFT_OUT_BYTES)),
  },
  paraphrase("near-duplicates", "light paraphrase", 40),
  paraphrase("paraphrase", "heavier paraphrase", 12),
];

function paraphrase(id: string, title: string, oneIn: number): Attack {
  return {
    id,
    title,
    what: `the same, with one word in ${String(oneIn)} exchanged for another of the document`,
    defence: DEFENCE,
    target: TARGET,
    models: 2,
    run: (bench) => {
      const random = randomOf(id, bench.market.dataSeed);
      return addCopies(bench, (text) => exchangeWords(text, { oneIn, vocabulary: text, random }));
    },
  };
}

/**
 * The honest counterfactual is the same training, in the same order, with the copies at weight 0: what is left is not the luck of another
 * order. Where dedup leaves nothing of the copies, both are the honest market itself. Without dedup nobody needs to edit: whole copies are
 * what all of these would be.
 */
async function addCopies(bench: Bench, edit: (text: Uint8Array) => Uint8Array): Promise<Outcome> {
  const own = honestDocuments(bench.market);
  const originals = bestEarners(bench, COPIED);
  const withCopies = (change: typeof edit): Document[] => [
    ...own,
    ...originals.map((each): Document => ({ ...each, account: sybil(2), bytes: change(each.bytes) })),
  ];
  const off = await train(
    bench,
    withCopies((text) => text),
    { isDeduplicated: false },
  );
  const documents = withCopies(edit);
  const isEmpty = trainingSetOf(documents, { isDeduplicated: true }).contributions.length === own.length;
  if (isEmpty) return { off: attackersShare(off), ...comparison(bench.honest, bench.honest) };
  const on = await train(bench, documents);
  const honest = await train(bench, documents, { leftOut: originals.map((_, i) => own.length + i) });
  return { off: attackersShare(off), ...comparison(on, honest) };
}
