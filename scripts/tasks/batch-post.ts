import type { Hex } from "../../engine/src/core/hash/hex.js";
import { contentUri } from "../../engine/src/io/store/content-uri.js";
import { postBatch } from "../../sdk/src/actions/post-batch.js";
import { hashOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";
import { readSignatures } from "./helpers/signatures-file.js";

type Options = { readonly bundle: string | undefined; readonly published: string };

export default runTask<Options>(async (options, { client, progress }) => {
  const dataHash = hashOption("bundle", options.bundle) as Hex;
  const { batch, signatures } = await readSignatures(options.published, dataHash);
  progress(`Posting with ${String(signatures.length)} signatures`);
  return postBatch(await client(), { batch, signatures, uri: contentUri({ kind: "bundle", hash: dataHash }) });
});
