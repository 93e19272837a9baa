import { withdrawReserve } from "../../sdk/src/actions/withdraw-reserve.js";
import { addressOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = { readonly payee: string | undefined };

export default runTask<Options>(async (options, { client }) => {
  const payee = addressOption("payee", options.payee);
  return withdrawReserve(await client(), payee);
});
