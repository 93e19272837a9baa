import { deposit } from "../../sdk/src/actions/deposit.js";
import { addressOption, amountOption, optional } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"payee" | "amount" | "payer", string | undefined>>;

export default runTask<Options>(async (options, { client }) => {
  const payee = addressOption("payee", options.payee);
  const amount = amountOption("amount", options.amount);
  const payer = optional("payer", options.payer, addressOption);
  return deposit(await client(), { payee, amount, ...(payer !== undefined && { payer }) });
});
