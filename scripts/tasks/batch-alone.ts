import type { Hex } from "../../engine/src/core/hash/hex.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { contentUri } from "../../engine/src/io/store/content-uri.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { postAlone } from "../../sdk/src/actions/post-alone.js";
import { hashOption } from "./helpers/parse-options.js";
import { NOT_RE_EXECUTED, reproduceBatch } from "./helpers/reproduce-batch.js";
import { runTask } from "./helpers/run-task.js";

type Options = { readonly bundle: string | undefined; readonly silent: boolean; readonly published: string };

export default runTask<Options>(async (options, { client, progress }) => {
  const dataHash = hashOption("bundle", options.bundle) as Hex;
  const chain = await client();
  const published = new ContentStore(options.published);
  const lab = { engine: await loadEngine(), base: await loadBase() };
  // A wrong batch costs the bond: nothing is posted that was not reproduced here.
  const from = { world: await readWorld(chain), published };
  const { batch, isReExecuted } = await reproduceBatch(lab, from, { dataHash, silent: options.silent });
  if (!isReExecuted) progress(NOT_RE_EXECUTED);
  progress(`Posting bucket ${String(batch.bucket)} alone, with a bond`);
  return postAlone(chain, { batch, uri: contentUri({ kind: "bundle", hash: dataHash }) });
});
