import type { ModelBundle } from "../../../engine/src/core/bundle/model-bundle.js";
import { isImported, parseImportedRecipe } from "../../../engine/src/core/import/imported-recipe.js";
import { exchangeOf } from "../../../engine/src/core/inference/request.js";
import { decodeAdapter } from "../../../engine/src/core/model/adapter-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import { requestHashOf, type VectorOf } from "../../../engine/src/core/pipeline/attribute-bucket.js";
import { queryVector } from "../../../engine/src/core/quantize/query-vector.js";
import { loadBase } from "../../../engine/src/io/checkpoint/load-base.js";
import { readQueries } from "../../../engine/src/io/import/read-queries.js";
import { UsageError } from "./task-errors.js";

/**
 * Where the query vectors of a model's answers come from: its adapter, or, where it was trained elsewhere, a file. Throws UsageError for
 * the wrong one of the two, and what reading the file throws.
 */
export async function vectorsFor(engine: Engine, bundle: ModelBundle, queries: string | undefined): Promise<VectorOf> {
  const { recipe } = bundle.manifest;
  if (isImported(recipe)) {
    if (queries === undefined) {
      throw new UsageError("Expected --queries, the vectors of the answers: the model was trained elsewhere.");
    }
    const { vectorOf } = await readQueries(queries, parseImportedRecipe(recipe));
    return (answered) => vectorOf(requestHashOf(answered));
  }
  if (queries !== undefined) throw new UsageError("Expected no --queries: this model's vectors are computed here.");
  const base = await loadBase();
  const adapter = decodeAdapter(base.config, bundle.adapter);
  return ({ request, answer }) => queryVector(engine, base, adapter, exchangeOf(request, answer));
}
