import { collectFees } from "../../sdk/src/actions/collect-fees.js";
import { signerOf } from "../../sdk/src/client.js";
import { read } from "../../sdk/src/read.js";
import { addressOption, optional } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";
import { PreconditionError } from "./helpers/task-errors.js";

type Options = { readonly owner: string | undefined };

export default runTask<Options>(async (options, { client }) => {
  const wanted = optional("owner", options.owner, addressOption);
  const chain = await client();
  const account = wanted ?? (await signerOf(chain).getAddress());
  if ((await read("vault", () => chain.vault.owedTo(account))) === 0n) {
    throw new PreconditionError(`Expected fees owed to ${account}, found none. They come when buckets close.`);
  }
  return collectFees(chain, account);
});
