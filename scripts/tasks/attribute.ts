import { attributeBucket } from "../../engine/src/core/pipeline/attribute-bucket.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { bucketOf } from "../../indexer/src/batch-context.js";
import { closeBucket } from "../../sdk/src/actions/close-bucket.js";
import { read } from "../../sdk/src/read.js";
import { assignAnswers } from "./helpers/assign-answers.js";
import { bucketInput } from "../../indexer/src/bucket-input.js";
import { idOption, required } from "./helpers/parse-options.js";
import { readAnswers } from "./helpers/read-answers.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"model" | "answers", string | undefined>> & {
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
  const [engine, base] = [await loadEngine(), await loadBase()];
  const input = await bucketInput({ world, published: store, base }, { modelId, bucket });
  const settlements = assignAnswers(input.settlements, answers, { ...input, silent: options.silent });
  const { batch, content, bytes } = attributeBucket({ engine, base }, { ...input, settlements });
  const { file } = await store.writeBundle(bytes);
  const paid = content.earnings
    .filter(({ sum }) => sum > 0n)
    .map(({ contributionId, sum }) => ({ contributionId, sum }));
  return { ...batch, paid, file };
});
