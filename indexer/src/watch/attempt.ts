import { decodeError, InsufficientFundsError, TransactionError } from "../../../sdk/src/errors.js";
import { OpenLedgerRevert } from "../../../sdk/src/open-ledger-revert.js";

/** Why a contract, an empty account or a lost transaction said no: the custom error's name where it is one, and in words. */
export type Refusal = { readonly name: string; readonly detail: string };

/**
 * Tries to send something that others may send as well. A node that gives no answer goes on as
 * NetworkError.
 * @returns undefined once it was sent.
 */
export async function refusalOf(attempt: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    const decoded = decodeError(error);
    const isAnswer =
      decoded instanceof OpenLedgerRevert ||
      decoded instanceof InsufficientFundsError ||
      decoded instanceof TransactionError;
    if (!isAnswer) throw decoded;
    const name = decoded instanceof OpenLedgerRevert ? decoded.errorName : decoded.code;
    return { name, detail: decoded.message };
  }
}
