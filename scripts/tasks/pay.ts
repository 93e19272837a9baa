import { pay } from "../../sdk/src/actions/pay.js";
import { addressOption, amountOption, hashOption, idOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"model" | "payee" | "amount" | "requestHash", string | undefined>>;

export default runTask<Options>(async (options, { client }) => {
  const modelId = idOption("model", options.model);
  const payee = addressOption("payee", options.payee);
  const amount = amountOption("amount", options.amount);
  const requestHash = hashOption("request-hash", options.requestHash);
  return pay(await client(), { modelId, payee, amount, requestHash });
});
