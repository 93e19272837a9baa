import { stake } from "../../sdk/src/actions/stake.js";
import { ROLE, type RoleName } from "../../sdk/src/role.js";
import { addressOption, amountOption, optional, wordOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";

type Options = Readonly<Record<"role" | "amount" | "operator", string | undefined>>;

const ROLE_NAMES = Object.keys(ROLE) as RoleName[]; // the literal's own keys

export default runTask<Options>(async (options, { client }) => {
  const role = wordOption("role", options.role, { allowed: ROLE_NAMES });
  const amount = amountOption("amount", options.amount);
  const operator = optional("operator", options.operator, addressOption);
  return stake(await client(), { role, amount, ...(operator !== undefined && { operator }) });
});
