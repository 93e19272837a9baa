import { drawPanel } from "../../sdk/src/actions/draw-panel.js";
import { disputeOption, type DisputeOptions } from "./helpers/dispute-option.js";
import { localChain } from "./helpers/local-chain.js";
import { runTask } from "./helpers/run-task.js";

export default runTask<DisputeOptions>(async (options, { client, connection }) => {
  const disputeId = disputeOption(options);
  const chain = await client();
  const local = await localChain(await connection());
  return drawPanel(chain, { disputeId, waiting: local === undefined ? {} : { advance: local.mine } });
});
