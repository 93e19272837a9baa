import { Interface } from "ethers";

import { BaseError } from "../../engine/src/core/errors.js";
import { CONTRACT_KEYS, CONTRACTS, type ContractKey, type ContractName, interfaceOf } from "./contracts.js";
import { type AbiValue, decodeArguments } from "./decode-arguments.js";
import { formatArguments } from "./format-arguments.js";

/** What Solidity itself reverts with. ethers knows both without a declaration, but not their argument's name. */
const BUILT_IN = new Interface([]);
const BUILT_IN_ARGUMENTS: Readonly<Record<string, string>> = { Error: "message", Panic: "code" };

const PANICS: Readonly<Record<string, string>> = {
  "1": "a failed assertion",
  "17": "arithmetic overflow",
  "18": "division by zero",
  "33": "a value outside its enum",
  "50": "an index outside its array",
  "65": "too much memory",
};

/** A call that a contract refused, in the contract's own words. */
export class OpenLedgerRevert extends BaseError {
  readonly code = "REVERTED";
  /** The contract that declares the error, where exactly one does or the caller is known to have called it. */
  readonly contract?: ContractName;
  /** The custom error's name; `Error`, `Panic` or `Empty` for what Solidity itself raises, `Unknown` for foreign errors. */
  readonly errorName: string;
  readonly args: Readonly<Record<string, AbiValue>>;

  constructor(decoded: DecodedRevert, options?: { readonly cause?: unknown }) {
    super(messageOf(decoded), options);
    this.errorName = decoded.name;
    this.args = decoded.args;
    if (decoded.contract !== undefined) this.contract = decoded.contract;
  }
}

export type DecodedRevert = {
  readonly contract?: ContractName;
  readonly name: string;
  readonly args: Readonly<Record<string, AbiValue>>;
};

/**
 * Decodes revert bytes through the ABIs of all contracts (which hold the OpenZeppelin errors they can raise).
 * @param called the contract that was called, if known: its declaration is preferred.
 */
export function decodeRevert(data: string, called?: ContractKey): DecodedRevert {
  if (data === "0x") return { name: "Empty", args: {} };

  const builtIn = parse(BUILT_IN, data);
  if (builtIn !== undefined) {
    const { name, args } = builtIn;
    return { name, args: { [BUILT_IN_ARGUMENTS[name]!]: args["0"]! } };
  }

  const declaring = CONTRACT_KEYS.flatMap((key) => {
    const parsed = parse(interfaceOf(key), data);
    return parsed === undefined ? [] : [{ key, ...parsed }];
  });
  const [first] = declaring;
  if (first === undefined) return { name: "Unknown", args: { data } };

  const { name, args } = first;
  const key = declaring.some((each) => each.key === called) || declaring.length > 1 ? called : first.key;
  return key === undefined ? { name, args } : { contract: CONTRACTS[key].name, name, args };
}

/** The name of the error with this selector (4 bytes of 0x hex), `Unknown` when no ABI declares it. */
export function errorNameOf(selector: string): string {
  for (const key of CONTRACT_KEYS) {
    const name = interfaceOf(key).getError(selector)?.name;
    if (name !== undefined) return name;
  }
  return "Unknown";
}

function parse(abi: Interface, data: string): DecodedRevert | undefined {
  try {
    const parsed = abi.parseError(data);
    return parsed === null
      ? undefined
      : { name: parsed.name, args: decodeArguments(parsed.fragment.inputs, parsed.args) };
  } catch {
    return undefined; // a known selector with bytes that are not its arguments: a foreign error
  }
}

function messageOf({ contract, name, args }: DecodedRevert): string {
  if (name === "Empty") return "The contract refused without a reason. Is every address a contract of this deployment?";
  if (name === "Error") return `The contract refused: ${String(args["message"])}`;
  if (name === "Panic")
    return `The contract failed: ${PANICS[String(args["code"])] ?? `panic ${String(args["code"])}`}.`;
  if (name === "Unknown")
    return `The contract refused with an error that no known ABI declares: ${String(args["data"])}`;
  return `${contract ?? "The contract"} refused: ${name}(${formatArguments(args)})`;
}
