import { BaseError } from "../../engine/src/core/errors.js";
import type { ContractKey } from "./contracts.js";
import { decodeRevert, OpenLedgerRevert } from "./open-ledger-revert.js";
import { revertData } from "./revert-data.js";

/**
 * Turns whatever a wallet, library or node threw into a typed error: {@link OpenLedgerRevert}, {@link InsufficientFundsError},
 * {@link NetworkError}, {@link ActionRejectedError} or {@link TransactionError}. One that is typed already comes back as it is.
 * @param called the contract that was called, if known.
 */
export function decodeError(error: unknown, called?: ContractKey): BaseError {
  if (error instanceof BaseError) return error;

  const facts = gather(error);
  // Before reverts: nodes answer an unfunded sender with data too.
  if (facts.codes.has("INSUFFICIENT_FUNDS") || INSUFFICIENT_FUNDS.test(facts.text))
    return new InsufficientFundsError(error);
  const data = revertData(error);
  if (data !== undefined && data !== "0x") return new OpenLedgerRevert(decodeRevert(data, called), { cause: error });
  if (facts.codes.has("ACTION_REJECTED") || facts.codes.has("4001")) return new ActionRejectedError(error);
  if (NETWORK_CODES.some((code) => facts.codes.has(code)) || NETWORK_TEXT.test(facts.text)) {
    return new NetworkError(messageOf(error), error);
  }
  if (facts.codes.has("CALL_EXCEPTION") || data === "0x") {
    return new OpenLedgerRevert(decodeRevert("0x", called), { cause: error });
  }
  // Some tell only in words: better theirs than none.
  if (/revert/i.test(facts.text)) {
    return new OpenLedgerRevert({ name: "Error", args: { message: messageOf(error) } }, { cause: error });
  }
  return new TransactionError(messageOf(error), error);
}

const INSUFFICIENT_FUNDS = /insufficient funds|doesn't have enough funds/i;
const NETWORK_CODES = [
  "NETWORK_ERROR",
  "SERVER_ERROR",
  "TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_SOCKET",
];
const NETWORK_TEXT = /cannot connect to the network|failed to detect network|fetch failed|socket hang up/i;

type Facts = { readonly codes: ReadonlySet<string>; readonly text: string };

/** All codes and messages of an error and of what caused it. */
function gather(error: unknown): Facts {
  const codes = new Set<string>();
  const texts: string[] = [];
  const queue: unknown[] = [error];
  for (let seen = 0; seen < queue.length && seen < 16; seen++) {
    const each = queue[seen];
    if (typeof each !== "object" || each === null) continue;
    const { code, message, cause, error: inner, info, errors } = each as Record<string, unknown>;
    if (typeof code === "string" || typeof code === "number") codes.add(String(code));
    if (typeof message === "string") texts.push(message);
    queue.push(cause, inner, info, ...(Array.isArray(errors) ? errors : []));
  }
  return { codes, text: texts.join("\n") };
}

function messageOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "shortMessage" in error) return String(error.shortMessage);
  return error instanceof Error ? error.message : String(error);
}

export class InsufficientFundsError extends BaseError {
  readonly code = "INSUFFICIENT_FUNDS";

  constructor(cause: unknown) {
    super("The account cannot pay for the transaction's gas. Fund it with the chain's own currency, or use another.", {
      cause,
    });
  }
}

export class NetworkError extends BaseError {
  readonly code = "NETWORK";

  constructor(message: string, cause?: unknown) {
    super(`The node cannot be reached or did not answer: ${message}. Check that it runs and its URL.`, { cause });
  }
}

export class ActionRejectedError extends BaseError {
  readonly code = "ACTION_REJECTED";

  constructor(cause: unknown) {
    super("The wallet's owner declined to sign. Nothing was sent.", { cause });
  }
}

export class TransactionError extends BaseError {
  readonly code = "TRANSACTION";

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}
