import { freeze } from "../../sdk/src/actions/freeze.js";
import { recordSeed } from "../../sdk/src/actions/record-seed.js";
import { localChain } from "./helpers/local-chain.js";
import { idOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = { readonly datanet: string | undefined };

export default runTask<Options>(async (options, { client, connection, progress }) => {
  const datanetId = idOption("datanet", options.datanet);
  const frozen = await freeze(await client(), datanetId);
  progress(`Version ${String(frozen.version)} is frozen; its seed comes from block ${String(frozen.seedBlock)}`);

  const local = await localChain(await connection());
  const { seed } = await recordSeed(await client(), {
    datanetId,
    version: frozen.version,
    waiting: local === undefined ? {} : { advance: local.mine },
  });
  return { ...frozen, seed };
});
