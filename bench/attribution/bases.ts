import { readFile } from "node:fs/promises";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { keccak, keccakText } from "../../engine/src/core/hash/keccak.js";
import { canonicalJson } from "../../engine/src/core/json/canonical-json.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { ModelConfig } from "../../engine/src/core/model/config.js";
import { parameterLayout, layoutLength } from "../../engine/src/core/model/layout.js";
import { decodeCheckpoint, encodeCheckpoint } from "../../engine/src/core/train/checkpoint-file.js";
import { initialParameters } from "../../engine/src/core/train/initial-parameters.js";
import { type Checkpoint, pretrain, type PretrainingRecipe } from "../../engine/src/core/train/pretrain.js";
import { BASE_RECIPE } from "../../engine/src/io/checkpoint/base-recipe.js";
import { baseHash, loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { baseCorpus } from "../../engine/src/io/corpus/base-corpus.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import type { BenchBase } from "./experiment.js";

/** Nine times the reference model: 1,056,160 parameters. */
export const LARGE_CONFIG: ModelConfig = { layers: 4, width: 160, heads: 4, hidden: 432, context: 64 };

/** Much shorter than the reference model's, so that the bench stays within hours. */
export const LARGE_RECIPE: PretrainingRecipe = { ...BASE_RECIPE, steps: 2_000, warmup: 100, batch: 16, rate: 2e-3 };

const STEPS_A_CHECKPOINT = 200;
const REFERENCE_PARAMETERS = 119_104;

/** The committed base model. */
export async function referenceBase(): Promise<BenchBase> {
  const base = await loadBase();
  return { id: await baseHash(), load: () => Promise.resolve(base), relativeCost: 1 };
}

/**
 * A base model trained by the bench itself, known by everything that it is a function of. It is trained when first asked for, and a
 * training that was cut short goes on from its last checkpoint.
 * @param options.folder where the checkpoint is kept.
 */
export async function ownBase(
  config: ModelConfig,
  recipe: PretrainingRecipe,
  options: {
    readonly engine: string;
    readonly folder: string;
    readonly onStep: (step: number, steps: number) => Promise<void>;
  },
): Promise<BenchBase> {
  const corpora = await baseCorpus();
  const texts = corpora.map(({ text }) => text);
  const identity = { config, recipe, engine: options.engine, corpora: texts.map(keccak) };
  const id = keccakText(canonicalJson(identity));
  let loaded: Promise<BaseModel> | undefined;
  const load = async (): Promise<BaseModel> => {
    const { parameters } = await trainFrom(await lastCheckpoint(id, config, options.folder), {
      config,
      recipe,
      texts,
      id,
      ...options,
    });
    return { config, parameters };
  };
  const relativeCost = layoutLength(parameterLayout(config)) / REFERENCE_PARAMETERS;
  return { id, load: () => (loaded ??= load()), relativeCost };
}

async function trainFrom(
  from: Checkpoint,
  options: {
    readonly config: ModelConfig;
    readonly recipe: PretrainingRecipe;
    readonly texts: readonly Uint8Array[];
    readonly id: Hex;
    readonly folder: string;
    readonly onStep: (step: number, steps: number) => Promise<void>;
  },
): Promise<Checkpoint> {
  const { config, recipe, texts, id, folder, onStep } = options;
  const engine = await loadEngine(); // its own: its memory grows with the model
  let state = from;
  while (state.steps < recipe.steps) {
    state = pretrain(engine, config, state, {
      texts,
      recipe,
      until: Math.min(recipe.steps, state.steps + STEPS_A_CHECKPOINT),
    });
    await writeAtomically(fileOf(id, folder), encodeCheckpoint(state));
    await onStep(state.steps, recipe.steps);
  }
  return state;
}

async function lastCheckpoint(id: Hex, config: ModelConfig, folder: string): Promise<Checkpoint> {
  const file = await readFile(fileOf(id, folder)).catch(() => undefined);
  if (file !== undefined) return decodeCheckpoint(file);
  const parameters = initialParameters(config, BASE_RECIPE.seed);
  const zeros = (): Float32Array => new Float32Array(parameters.length);
  return { steps: 0, parameters, mean: zeros(), variance: zeros() };
}

function fileOf(id: Hex, folder: string): string {
  return `${folder}/base-${id.slice(2, 34)}.safetensors`;
}
