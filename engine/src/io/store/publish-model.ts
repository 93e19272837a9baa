import type { Hex } from "../../core/hash/hex.js";
import { type Manifest, manifestOf } from "../../core/pipeline/manifest.js";
import type { TrainedModel } from "../../core/pipeline/train-model.js";
import { baseHash } from "../checkpoint/load-base.js";
import { engineHash } from "../kernels/load-engine.js";
import type { ContentStore, StoredContent } from "./content-store.js";

/** Stores a model's bundle, and says what its trainer registers: trained by this engine from the base model. */
export async function publishModel(
  store: ContentStore,
  trained: TrainedModel,
  seed: Hex,
): Promise<{ readonly manifest: Manifest; readonly stored: StoredContent }> {
  const stored = await store.writeBundle(trained.bytes);
  const manifest = manifestOf(trained.bundle, {
    baseHash: await baseHash(),
    parents: [],
    seed,
    engineHash: (await engineHash()) as Hex,
    dataHash: trained.dataHash,
  });
  return { manifest, stored };
}
