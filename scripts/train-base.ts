/** Trains the base model from nothing: about 10 minutes on one core. Writes engine/models/. */
import { writeFile } from "node:fs/promises";
import { encodeCheckpoint } from "../engine/src/core/train/checkpoint-file.js";
import type { TrainingProgress } from "../engine/src/core/train/train-adapter.js";
import { BASE_PATH, BASE_STATE_PATH } from "../engine/src/io/checkpoint/base-paths.js";
import { BASE_RECIPE, REPLAYED_STEPS } from "../engine/src/io/checkpoint/base-recipe.js";
import { continueBase, freshBase, sealBase } from "../engine/src/io/checkpoint/base-training.js";
import { baseCorpus } from "../engine/src/io/corpus/base-corpus.js";
import { loadEngine } from "../engine/src/io/kernels/load-engine.js";

const REPORT_EVERY = 100;

const engine = await loadEngine();
const corpora = await baseCorpus();
for (const { name, text } of corpora) console.log(`${name}: ${text.length} bytes`);

let smoothed: number | undefined;
const onProgress = ({ step, steps, loss }: TrainingProgress): void => {
  smoothed = smoothed === undefined ? loss : smoothed * 0.99 + loss * 0.01;
  if (step % REPORT_EVERY === 0) console.log(`step ${step}/${steps}: ${smoothed.toFixed(4)} nats a byte`);
};

const state = continueBase(engine, freshBase(), { corpora, until: BASE_RECIPE.steps - REPLAYED_STEPS, onProgress });
await writeFile(BASE_STATE_PATH, encodeCheckpoint(state));
const last = continueBase(engine, state, { corpora, until: BASE_RECIPE.steps, onProgress });
await writeFile(BASE_PATH, await sealBase(last, corpora));
