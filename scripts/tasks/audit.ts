import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { audit } from "../../indexer/src/audit.js";
import { runTask } from "./helpers/run-task.js";
import { AuditMismatchError } from "./helpers/task-errors.js";

type Options = { readonly quick: boolean; readonly published: string };

export default runTask<Options>(async (options, { client, progress, failAfter }) => {
  const chain = await client();
  const { checks, matches } = await audit({
    client: chain,
    treasury: String(chain.deployment.arguments["treasury"]),
    published: new ContentStore(options.published),
    ...(!options.quick && { lab: { engine: await loadEngine(), base: await loadBase() } }),
    onCheck: ({ name, compared, differences, unchecked = [] }) => {
      progress(`${name}: ${String(compared)} compared, ${String(differences.length)} different`);
      for (const what of unchecked) progress(`not checked: ${what}`);
    },
  });
  if (!matches) failAfter(new AuditMismatchError(checks.flatMap(({ differences }) => differences).length));
  return { matches, checks };
});
