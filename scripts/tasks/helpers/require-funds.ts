import type { Provider } from "ethers";

import { InsufficientFundsError } from "../../../sdk/src/errors.js";

/** Throws {@link InsufficientFundsError} for an account that cannot pay for any gas: before half a deployment, not after. */
export async function requireFunds(provider: Provider, account: string): Promise<void> {
  if ((await provider.getBalance(account)) === 0n) throw new InsufficientFundsError(undefined);
}
