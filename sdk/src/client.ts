import type { ContractRunner, Provider, Signer } from "ethers";

import { BaseError } from "../../engine/src/core/errors.js";
import { CONTRACT_KEYS, CONTRACTS, type Contracts } from "./contracts.js";
import type { Deployment } from "./deployment.js";

/** A deployment's contracts, seen through one account (or none, to read only). */
export type Client = Contracts & {
  readonly deployment: Deployment;
  readonly provider: Provider;
  /** Absent on a client that only reads. */
  readonly signer?: Signer;
};

/**
 * Binds a deployment's contracts to an account, or to a provider to read only. Sends nothing.
 * Throws {@link NoProviderError} for a signer without a provider.
 */
export function connect(runner: Signer | Provider, deployment: Deployment): Client {
  const contracts = Object.fromEntries(
    CONTRACT_KEYS.map((key) => [
      key,
      CONTRACTS[key].factory.connect(deployment.addresses[CONTRACTS[key].name], runner satisfies ContractRunner),
    ]),
  ) as Contracts; // every key was mapped through its own factory
  if (!isSigner(runner)) return { ...contracts, deployment, provider: runner };

  if (runner.provider === null) throw new NoProviderError();
  return { ...contracts, deployment, provider: runner.provider, signer: runner };
}

/** The account that sends and signs. Throws {@link ReadOnlyClientError} when there is none. */
export function signerOf(client: Client): Signer {
  if (client.signer === undefined) throw new ReadOnlyClientError();
  return client.signer;
}

function isSigner(runner: Signer | Provider): runner is Signer {
  return "signTypedData" in runner;
}

export class NoProviderError extends BaseError {
  readonly code = "NO_PROVIDER";

  constructor() {
    super("Expected a signer with a provider, got one without. Use signer.connect(provider).");
  }
}

export class ReadOnlyClientError extends BaseError {
  readonly code = "READ_ONLY_CLIENT";

  constructor() {
    super("Expected a client with an account, got one that only reads. Pass a Signer to connect().");
  }
}
