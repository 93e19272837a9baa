import { CONTRACT_KEYS, CONTRACTS, type ContractKey } from "./contracts.js";
import type { Deployment } from "./deployment.js";

/** The addresses of contracts that were just deployed: what Ignition returns for deploy/modules/OpenLedger.ts, or ethers' own. */
export async function addressesOf(
  contracts: Readonly<Record<ContractKey, { readonly getAddress: () => Promise<string> }>>,
): Promise<Deployment["addresses"]> {
  const named = CONTRACT_KEYS.map(async (key) => [CONTRACTS[key].name, await contracts[key].getAddress()] as const);
  return Object.fromEntries(await Promise.all(named)) as Deployment["addresses"]; // every key was mapped
}
