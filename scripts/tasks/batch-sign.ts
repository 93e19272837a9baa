import type { Hex } from "../../engine/src/core/hash/hex.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { signBatch } from "../../sdk/src/actions/sign-batch.js";
import { hashOption } from "./helpers/parse-options.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { NOT_RE_EXECUTED, reproduceBatch } from "./helpers/reproduce-batch.js";
import { runTask } from "./helpers/run-task.js";
import { addSignature } from "./helpers/signatures-file.js";

type Options = { readonly bundle: string | undefined; readonly silent: boolean; readonly published: string };

export default runTask<Options>(async (options, { client, progress }) => {
  const dataHash = hashOption("bundle", options.bundle) as Hex;
  const chain = await client();
  const published = new ContentStore(options.published);
  const world = await readWorld(chain);

  const lab = { engine: await loadEngine(), base: await loadBase() };
  const { batch, content, isReExecuted } = await reproduceBatch(
    lab,
    { world, published },
    { dataHash, silent: options.silent },
  );
  if (!isReExecuted) progress(NOT_RE_EXECUTED);
  progress(`Reproduced ${String(content.rows.length)} rows to the last byte`);
  const signature = await signBatch(chain, batch);
  return { ...signature, isReExecuted, file: await addSignature(options.published, batch, signature) };
});
