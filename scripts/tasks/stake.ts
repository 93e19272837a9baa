import { stake } from "../../sdk/src/actions/stake.js";
import { addressOption, amountOption, optional } from "./helpers/parse-options.js";
import { roleOption } from "./helpers/role-option.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"role" | "amount" | "operator", string | undefined>>;

export default runTask<Options>(async (options, { client }) => {
  const role = roleOption(options.role);
  const amount = amountOption("amount", options.amount);
  const operator = optional("operator", options.operator, addressOption);
  return stake(await client(), { role, amount, ...(operator !== undefined && { operator }) });
});
