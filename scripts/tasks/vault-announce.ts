import { requestWithdrawal } from "../../sdk/src/actions/request-withdrawal.js";
import { addressOption, amountOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"payee" | "amount", string | undefined>>;

export default runTask<Options>(async (options, { client }) => {
  const payee = addressOption("payee", options.payee);
  const amount = amountOption("amount", options.amount);
  return requestWithdrawal(await client(), { payee, amount });
});
