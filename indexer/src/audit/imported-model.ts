import { decodeBatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import { matchesRow } from "../../../engine/src/core/bundle/transcripts-json.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { cellsRoot } from "../../../engine/src/core/import/cells-file.js";
import { parseImportedRecipe } from "../../../engine/src/core/import/imported-recipe.js";
import { laneCountOf } from "../../../engine/src/core/import/lane-choice.js";
import { plainHash } from "../../../engine/src/core/import/plain-hash.js";
import type { PublishedModel } from "../model.js";
import type { Published } from "../published.js";
import type { World } from "../replay.js";
import { trainingSetOf } from "../training-set.js";
import type { Comparison } from "./comparison.js";

/**
 * What is left of re-execution where a model was trained elsewhere: that its cells are those of the frozen data, in their order, that its
 * weights are the file its responses name, and that its public transcripts are what their rows were hashed from. Its vectors and answers
 * are the word of whoever made them, and that is said; everything that follows from them is recomputed like any model's.
 */
export async function compareImported(
  check: Comparison,
  { world, published }: { readonly world: World; readonly published: Published },
  { record, bundle }: PublishedModel,
): Promise<void> {
  const { modelId } = record;
  const { versions, cells, recipe: stored } = bundle.manifest;
  const subject = `model ${String(modelId)}`;
  check.cannotCompare(
    `${subject} was trained elsewhere: its responses, held-out vectors, query vectors and answers are not re-executed`,
  );
  await check.attempt(`${subject} data`, async () => {
    const recipe = parseImportedRecipe(stored);
    const trainingSet = await trainingSetOf(world, published, { versions, cellBytes: recipe.cellBytes });
    check.equal(`${subject} cells`, cellsRoot(trainingSet), recipe.cellsRoot);
    const chunks = (list: readonly { readonly chunks: unknown }[]) => list.map((each) => String(each.chunks)).join(" ");
    check.equal(`${subject} chunks of its cells`, chunks(trainingSet.cells), chunks(cells));
    check.equal(`${subject} lanes`, laneCountOf(recipe.lanes), bundle.responses.lanes);
    check.equal(`${subject} weights`, plainHash(bundle.adapter), recipe.weightsSha256);
  });

  for (const { batch } of world.ledger.standing(modelId)) {
    const bucket = `bucket ${String(batch.bucket)}`;
    await check.attempt(bucket, async () => {
      const { content, transcripts = [] } = decodeBatchBundle(await published.readBundle(batch.dataHash as Hex));
      for (const transcript of transcripts) {
        const { row } = transcript;
        const matches = matchesRow(transcript, content.rows[row]);
        check.holds(`${bucket} row ${String(row)} transcript`, matches, "not what the row was hashed from");
      }
    });
  }
}
