import { getAddress, isAddress } from "ethers";

import { BaseError } from "../../engine/src/core/errors.js";
import { CONTRACTS, CONTRACT_KEYS, type ContractName } from "./contracts.js";

export const DEPLOYMENT_FORMAT = "openledger-deployment-v1";

/** Where the contracts of one chain are, as written by `npx hardhat deploy` to `deployments/<chainId>.json`. */
export type Deployment = {
  readonly format: typeof DEPLOYMENT_FORMAT;
  readonly chainId: number;
  /** No event of the deployment is in an earlier block. */
  readonly deployBlock: number;
  readonly addresses: Readonly<Record<ContractName, string>>;
  /** What the deployment was made with: JSON values by name. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Hash of the ABIs it was made with, see {@link abiHash}. */
  readonly abiHash: string;
};

/** Checks a parsed deployment file. Throws {@link DeploymentFormatError} at the first thing that is not as expected. */
export function parseDeployment(value: unknown): Deployment {
  const file = record(value, "the file");
  if (file["format"] !== DEPLOYMENT_FORMAT) fail(`format ${JSON.stringify(DEPLOYMENT_FORMAT)}`, file["format"]);
  const addresses = record(file["addresses"], "addresses");

  return {
    format: DEPLOYMENT_FORMAT,
    chainId: count(file["chainId"], "chainId"),
    deployBlock: count(file["deployBlock"], "deployBlock"),
    addresses: Object.fromEntries(
      CONTRACT_KEYS.map((key) => CONTRACTS[key].name).map((name) => [name, address(addresses[name], name)]),
    ) as Record<ContractName, string>, // every name was mapped
    arguments: record(file["arguments"], "arguments"),
    abiHash: hash(file["abiHash"], "abiHash"),
  };
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return fail(`${what} to be an object`, value);
  return value as Record<string, unknown>; // an object that is no array
}

function count(value: unknown, what: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) return fail(`${what}, a number`, value);
  return value;
}

function address(value: unknown, name: string): string {
  if (typeof value !== "string" || !isAddress(value)) return fail(`the address of ${name}`, value);
  return getAddress(value);
}

function hash(value: unknown, what: string): string {
  if (typeof value !== "string" || !/^0x[0-9a-f]{64}$/.test(value)) return fail(`${what}, 32 bytes of hex`, value);
  return value;
}

function fail(expected: string, got: unknown): never {
  throw new DeploymentFormatError(expected, got);
}

export class DeploymentFormatError extends BaseError {
  readonly code = "DEPLOYMENT_FORMAT";

  constructor(expected: string, got: unknown) {
    super(`Expected ${expected}, got ${JSON.stringify(got) ?? "nothing"}. Deploy again with \`npx hardhat deploy\`.`);
  }
}
