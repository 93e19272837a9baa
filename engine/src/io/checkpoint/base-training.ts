import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { encodeBase } from "../../core/model/base-file.js";
import { REFERENCE_CONFIG } from "../../core/model/config.js";
import type { Engine } from "../../core/model/engine.js";
import { initialParameters } from "../../core/train/initial-parameters.js";
import type { Checkpoint } from "../../core/train/pretrain.js";
import { pretrain } from "../../core/train/pretrain.js";
import type { TrainingProgress } from "../../core/train/train-adapter.js";
import type { Corpus } from "../corpus/base-corpus.js";
import { engineHash } from "../kernels/load-engine.js";
import { BASE_RECIPE } from "./base-recipe.js";

/** The base model's training before its first step. */
export function freshBase(): Checkpoint {
  const parameters = initialParameters(REFERENCE_CONFIG, BASE_RECIPE.seed);
  const zeros = (): Float32Array => new Float32Array(parameters.length);
  return { steps: 0, parameters, mean: zeros(), variance: zeros() };
}

/** Goes on with the base model's training up to step `until`. */
export function continueBase(
  engine: Engine,
  from: Checkpoint,
  options: {
    readonly corpora: readonly Corpus[];
    readonly until: number;
    readonly onProgress?: (progress: TrainingProgress) => void;
  },
): Checkpoint {
  const { corpora, ...rest } = options;
  return pretrain(engine, REFERENCE_CONFIG, from, {
    ...rest,
    recipe: BASE_RECIPE,
    texts: corpora.map(({ text }) => text),
  });
}

/** The finished training as the published file, which names its recipe, corpus and engine. */
export async function sealBase(
  { parameters }: Checkpoint,
  corpora: readonly Corpus[],
): Promise<Uint8Array<ArrayBuffer>> {
  const corpusHashes = Object.fromEntries(
    corpora.map(({ name, text }) => [name, `0x${bytesToHex(keccak_256(text))}`] as const),
  );
  return encodeBase(
    { config: REFERENCE_CONFIG, parameters },
    { recipe: JSON.stringify(BASE_RECIPE), corpus: JSON.stringify(corpusHashes), engine: await engineHash() },
  );
}
