import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { audit } from "../../indexer/src/audit.js";
import { latestHash } from "./helpers/latest-hash.js";
import { optional, placeOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";
import { AuditMismatchError, UsageError } from "./helpers/task-errors.js";

type Options = { readonly quick: boolean; readonly published: string; readonly influence: string | undefined };

export default runTask<Options>(async (options, { client, progress, failAfter }) => {
  const count = optional("influence", options.influence, placeOption);
  if (count !== undefined && options.quick) {
    throw new UsageError("Expected --influence or --quick, not both: influence is computed by training. See --help.");
  }
  const chain = await client();
  const { checks, matches, influence } = await audit({
    client: chain,
    treasury: String(chain.deployment.arguments["treasury"]),
    published: new ContentStore(options.published),
    ...(!options.quick && { lab: { engine: await loadEngine(), base: await loadBase() } }),
    ...(count !== undefined && { influence: { count, seed: await latestHash(chain) } }),
    onCheck: ({ name, compared, differences, unchecked = [] }) => {
      progress(`${name}: ${String(compared)} compared, ${String(differences.length)} different`);
      for (const what of unchecked) progress(`not checked: ${what}`);
    },
  });
  if (!matches) failAfter(new AuditMismatchError(checks.flatMap(({ differences }) => differences).length));
  return { matches, checks, influence };
});
