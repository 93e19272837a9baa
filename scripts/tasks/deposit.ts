import { hexlify, randomBytes } from "ethers";

import { deposit } from "../../sdk/src/actions/deposit.js";
import { depositAuthorized } from "../../sdk/src/actions/deposit-authorized.js";
import { signDeposit } from "../../sdk/src/actions/sign-deposit.js";
import { readDeposit, writeDeposit } from "./helpers/deposit-file.js";
import { latestTime } from "./helpers/latest-time.js";
import { addressOption, amountOption, optional } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";
import { UsageError } from "./helpers/task-errors.js";

type Options = Readonly<Record<"payee" | "amount" | "payer" | "sign" | "authorized", string | undefined>>;

/** How long a signed deposit can be sent. */
const VALID_SECONDS = 86_400n;

export default runTask<Options>(async (options, { client }) => {
  const { authorized, sign } = options;
  if (authorized !== undefined) {
    const others = [options.payee, options.amount, options.payer, sign].filter((each) => each !== undefined);
    if (others.length > 0) throw new UsageError("Expected --authorized alone: what it deposits is in the file.");
    return depositAuthorized(await client(), await readDeposit(authorized));
  }
  const payee = addressOption("payee", options.payee);
  const amount = amountOption("amount", options.amount);
  const payer = optional("payer", options.payer, addressOption);
  if (sign === undefined) return deposit(await client(), { payee, amount, ...(payer !== undefined && { payer }) });

  if (payer !== undefined) throw new UsageError("Expected --sign without --payer: the account signs for itself.");
  const chain = await client();
  const validBefore = (await latestTime(chain)) + VALID_SECONDS;
  const signed = await signDeposit(chain, { payee, amount, validBefore, salt: hexlify(randomBytes(32)) });
  await writeDeposit(sign, signed);
  return { ...signed, file: sign };
});
