import { withAdapter } from "../../../engine/src/core/model/adapter.js";
import { answerGradient } from "../../../engine/src/core/model/answer-gradient.js";
import { answerLoss } from "../../../engine/src/core/model/answer-loss.js";
import { laneLayout } from "../../../engine/src/core/model/layout.js";
import type { Exchange } from "../../../engine/src/core/model/answer-windows.js";
import { DEFAULT_MODEL_RECIPE } from "../../../engine/src/core/pipeline/train-model.js";
import { initialLanes } from "../../../engine/src/core/train/initial-lanes.js";
import { trainAdapter } from "../../../engine/src/core/train/train-adapter.js";
import { keccakText } from "../../../engine/src/core/hash/keccak.js";
import { concatBytes } from "@noble/hashes/utils.js";

import type { Workshop } from "../market/train-market.js";
import { trainingSetOf } from "../market/training-sets.js";
import type { Attack, Bench } from "./attack.js";
import { inPlaceOfOwn } from "./bad-text.js";
import { DISGUISES, exchangeWords, parts, randomOf } from "./edits.js";

const TARGET = { unit: "of honest income", bound: "at most", value: 1.1 } as const;
const DEFENCE = "the quality weight w (off: every positive score is paid)";

/** Edits that a shadow attacker tries for each part of his text, and how many words they exchange. */
const SHADOW = { tries: 16, partBytes: 512, oneIn: 8 };
/** Of every part of the others' text, what a shadow question asks. */
const SHADOW_QUESTION = { prompt: 64, answer: 128 };

/** Text made to move the model, not to be read (arXiv:2409.05657). */
export const OUTLIERS: readonly Attack[] = [
  {
    id: "outlier",
    title: "outlier documents",
    what: "his own text in the disguise that the base model finds most surprising: capitals, no spaces, doubled letters or words backwards",
    defence: DEFENCE,
    target: TARGET,
    models: 1,
    run: (bench) => {
      const { own } = bench.market;
      return inPlaceOfOwn(bench, [
        {
          ...own,
          bytes: mostSurprising(
            bench.workshop,
            DISGUISES.map((edit) => edit(own.bytes)),
          ),
        },
      ]);
    },
  },
  {
    id: "shadow",
    title: "shadow documents",
    what:
      "he trains the model on what the others published, asks it about their texts, and edits his own, one word in eight, " +
      "to whichever of 16 tries a part has the largest gradient product with these questions",
    defence: DEFENCE,
    target: TARGET,
    models: 1,
    run: (bench) => inPlaceOfOwn(bench, [{ ...bench.market.own, bytes: shadowText(bench) }]),
  },
];

function mostSurprising({ engine, base }: Workshop, texts: readonly Uint8Array[]): Uint8Array {
  const { lora } = DEFAULT_MODEL_RECIPE;
  const untrained = { lora, lanes: initialLanes(laneLayout(base.config, lora)) };
  const losses = withAdapter(engine, base, untrained, (merged) =>
    texts.map((text) => answerLoss(merged, wholeText(text))),
  );
  return texts[losses.indexOf(Math.max(...losses))]!;
}

/** Everything in it is public: the others' documents, the recipe, the base. */
function shadowText({ workshop: { engine, base }, market: { honest, own, dataSeed } }: Bench): Uint8Array {
  const cells = trainingSetOf(honest, { isDeduplicated: true }).cells.map(({ bytes }) => bytes);
  const adapter = trainAdapter(engine, base, {
    cells,
    cellWeights: cells.map(() => 1),
    seed: keccakText("openledger attacks bench, a shadow model"),
    recipe: DEFAULT_MODEL_RECIPE,
  });
  const random = randomOf("shadow", dataSeed);
  const vocabulary = concatBytes(...honest.map(({ bytes }) => bytes));
  return withAdapter(engine, base, adapter, (lora) => {
    const gradientOf = (exchange: Exchange): Float32Array => answerGradient(lora, exchange).gradient;
    const wanted = meanOf(cells.map((cell) => gradientOf(shadowQuestion(cell))));
    const improved = parts(own.bytes, Math.round(own.bytes.length / SHADOW.partBytes)).map((part) => {
      const tries = Array.from({ length: SHADOW.tries }, () =>
        exchangeWords(part, { oneIn: SHADOW.oneIn, vocabulary, random }),
      );
      const products = tries.map((text) => product(wanted, gradientOf(wholeText(text))));
      return tries[products.indexOf(Math.max(...products))]!;
    });
    return concatBytes(...improved);
  });
}

function shadowQuestion(cell: Uint8Array): Exchange {
  const { prompt, answer } = SHADOW_QUESTION;
  const start = Math.min(prompt, cell.length >> 1);
  return { prompt: cell.subarray(0, start), answer: cell.subarray(start, start + answer) };
}

function wholeText(text: Uint8Array): Exchange {
  return { prompt: text.subarray(0, 1), answer: text.subarray(1) };
}

function meanOf(vectors: readonly Float32Array[]): Float64Array {
  const total = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) vector.forEach((value, lane) => (total[lane]! += value / vectors.length));
  return total;
}

function product(a: Float64Array, b: Float32Array): number {
  return a.reduce((sum, value, lane) => sum + value * b[lane]!, 0);
}
