import { collectDispute } from "../../sdk/src/actions/collect-dispute.js";
import { signerOf } from "../../sdk/src/client.js";
import { addressOption, optional } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

export default runTask<{ readonly owner: string | undefined }>(async (options, { client }) => {
  const wanted = optional("owner", options.owner, addressOption);
  const chain = await client();
  return collectDispute(chain, wanted ?? (await signerOf(chain).getAddress()));
});
