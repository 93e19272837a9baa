import { attributeWith } from "../../engine/src/core/pipeline/attribute-bucket.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { bucketOf } from "../../indexer/src/batch-context.js";
import { closeBucket } from "../../sdk/src/actions/close-bucket.js";
import { read } from "../../sdk/src/read.js";
import { assignAnswers } from "./helpers/assign-answers.js";
import { bucketContext } from "../../indexer/src/bucket-input.js";
import { idOption, required } from "./helpers/parse-options.js";
import { readAnswers } from "./helpers/read-answers.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { runTask } from "./helpers/run-task.js";
import { vectorsFor } from "./helpers/vectors-for.js";

type Options = Readonly<Record<"model" | "answers" | "queries", string | undefined>> & {
  readonly silent: boolean;
  readonly published: string;
};

export default runTask<Options>(async (options, { client, progress }) => {
  const modelId = idOption("model", options.model);
  const answers = await readAnswers(required("answers", options.answers));
  const chain = await client();
  const { nextBucket: bucket } = await read("ledger", () => chain.ledger.accountOf(modelId));

  const world = await readWorld(chain);
  if (!bucketOf(world, modelId, bucket).closed) {
    const { contributorsPart } = await closeBucket(chain, { modelId, bucket });
    progress(`Bucket ${String(bucket)} is closed: ${String(contributorsPart)} base units for its contributors`);
  }

  const store = new ContentStore(options.published);
  const { context, bundle } = await bucketContext({ world, published: store }, { modelId, bucket });
  const settlements = assignAnswers(context.settlements, answers, { ...context, silent: options.silent });
  const engine = await loadEngine();
  const vectorOf = await vectorsFor(engine, bundle, options.queries);
  const { batch, content, bytes } = attributeWith(engine, vectorOf, { ...context, settlements });
  const { file } = await store.writeBundle(bytes);
  const paid = content.earnings
    .filter(({ sum }) => sum > 0n)
    .map(({ contributionId, sum }) => ({ contributionId, sum }));
  return { ...batch, paid, file };
});
