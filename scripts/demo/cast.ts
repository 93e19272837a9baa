import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

/** Who takes part. The same keys on every machine: the chain's well-known test accounts. */
export type Cast = {
  readonly deployer: HardhatEthersSigner;
  /** Owns the Datanets and turns the parameters. */
  readonly owner: HardhatEthersSigner;
  readonly treasury: HardhatEthersSigner;
  readonly trainer: HardhatEthersSigner;
  /** Serves the answers and settles vouchers. */
  readonly host: HardhatEthersSigner;
  /** Recomputes what others sign. */
  readonly watcher: HardhatEthersSigner;
  readonly payers: readonly HardhatEthersSigner[];
  /** The first six will sign forgeries, two each. */
  readonly attestors: readonly HardhatEthersSigner[];
  readonly contributors: readonly HardhatEthersSigner[];
};

const PAYERS = 3;
const ATTESTORS = 9;

export function castOf(signers: readonly HardhatEthersSigner[]): Cast {
  const [deployer, owner, treasury, trainer, host, watcher, ...others] = signers;
  return {
    deployer: deployer!,
    owner: owner!,
    treasury: treasury!,
    trainer: trainer!,
    host: host!,
    watcher: watcher!,
    payers: others.slice(0, PAYERS),
    attestors: others.slice(PAYERS, PAYERS + ATTESTORS),
    contributors: others.slice(PAYERS + ATTESTORS),
  };
}

/** The part an account plays: its role, with a number where there are several. */
export function namesOf(cast: Cast): (address: string) => string {
  const names = new Map<string, string>();
  for (const [role, accounts] of Object.entries(cast)) {
    if (!Array.isArray(accounts)) names.set((accounts as HardhatEthersSigner).address, role);
    else accounts.forEach(({ address }: HardhatEthersSigner, i) => names.set(address, `${role.slice(0, -1)} ${i + 1}`));
  }
  return (address) => names.get(address) ?? address.slice(0, 10);
}
