import type { ContractTransactionResponse, TransactionReceipt } from "ethers";

import { type Client, signerOf } from "./client.js";
import type { ContractKey } from "./contracts.js";
import { decodeError, NetworkError, TransactionError } from "./errors.js";
import { decodeRevert, OpenLedgerRevert } from "./open-ledger-revert.js";
import { revertData } from "./revert-data.js";

/** How long a transaction may take to be mined before the SDK stops waiting. */
const MINED_WITHIN_MS = 300_000;

/**
 * Sends a transaction to `contract` and waits until it is mined. Throws {@link OpenLedgerRevert} with the contract's reason,
 * {@link InsufficientFundsError}, {@link NetworkError}, {@link ReadOnlyClientError}. A timeout means "unknown", not "failed": the error names the hash.
 */
export async function send(
  client: Client,
  contract: ContractKey,
  submit: () => Promise<ContractTransactionResponse>,
): Promise<TransactionReceipt> {
  signerOf(client); // says so at once when nobody can sign
  let response: ContractTransactionResponse;
  try {
    response = await submit();
  } catch (error) {
    throw decodeError(error, contract);
  }

  const receipt = await mined(response);
  if (receipt.status === 0) throw await reasonOf(client, contract, response, receipt);
  return receipt;
}

async function mined(response: ContractTransactionResponse): Promise<TransactionReceipt> {
  try {
    const receipt = await response.wait(1, MINED_WITHIN_MS);
    if (receipt !== null) return receipt;
  } catch (error) {
    const { code, receipt } = error as { code?: unknown; receipt?: unknown };
    if (code === "CALL_EXCEPTION" && receipt) return receipt as TransactionReceipt; // ethers' own shape for a mined revert
    if (code === "TRANSACTION_REPLACED")
      throw new TransactionError(`Transaction ${response.hash} was replaced.`, error);
    throw new NetworkError(`it is unknown whether transaction ${response.hash} was mined`, error);
  }
  throw new NetworkError(`it is unknown whether transaction ${response.hash} was mined`);
}

/** A mined transaction does not carry its reason: the same call, on the state it met, does. */
async function reasonOf(
  client: Client,
  contract: ContractKey,
  { to, from, data }: ContractTransactionResponse,
  receipt: TransactionReceipt,
): Promise<OpenLedgerRevert> {
  try {
    await client.provider.call({ to, from, data, blockTag: receipt.blockNumber });
  } catch (error) {
    return new OpenLedgerRevert(decodeRevert(revertData(error) ?? "0x", contract), { cause: error });
  }
  return new OpenLedgerRevert(decodeRevert("0x", contract));
}
