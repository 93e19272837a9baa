import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { isImported } from "../../../engine/src/core/import/imported-recipe.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import type { RetrainingPool } from "../../../engine/src/core/train/retraining.js";
import type { PublishedModel } from "../model.js";

/** What models are trained and asked with again. */
export type Lab = {
  readonly engine: Engine;
  readonly base: BaseModel;
  readonly pool: RetrainingPool;
  readonly engineHash: Hex;
  readonly baseHash: Hex;
};

/** Whether the model was made with this very engine and base: of any other, running it again here would say nothing. */
export function isReproducible(
  { engineHash, baseHash }: Lab,
  { record: { manifest }, bundle }: PublishedModel,
): boolean {
  const isOurs = manifest.engineHash === engineHash && manifest.baseHash === baseHash;
  return isOurs && !isImported(bundle.manifest.recipe);
}
