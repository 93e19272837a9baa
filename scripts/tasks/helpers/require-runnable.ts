import { BaseError } from "../../../engine/src/core/errors.js";
import { isImported } from "../../../engine/src/core/import/imported-recipe.js";
import type { PublishedModel } from "../../../indexer/src/model.js";

/** The model, if this engine can run it again. Throws {@link ImportedModelError}. */
export function requireRunnable(model: PublishedModel): PublishedModel {
  if (isImported(model.bundle.manifest.recipe)) throw new ImportedModelError(model.record.modelId);
  return model;
}

export class ImportedModelError extends BaseError {
  readonly code = "IMPORTED_MODEL";

  constructor(modelId: bigint) {
    super(
      `Expected a model of this engine, got model ${String(modelId)}, which was trained elsewhere: nobody can run it again here. ` +
        "Whoever has its trainer's code (the manifest's engine hash is its SHA-256) can, and can publish a trajectory.",
    );
  }
}
