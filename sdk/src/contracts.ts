import type { ContractRunner, Interface } from "ethers";

import {
  AttributionLedger__factory,
  ContributionRegistry__factory,
  DataAvailability__factory,
  DatanetRegistry__factory,
  Disputes__factory,
  DotProducts__factory,
  EarningsProver__factory,
  InferenceVault__factory,
  ManifestProver__factory,
  ModelRegistry__factory,
  OpenToken__factory,
  OwnerReview__factory,
  Parameters__factory,
  RowProver__factory,
  ScoreProver__factory,
  Staking__factory,
  StatementProver__factory,
} from "../../typechain-types/index.js";

/** Every contract of a deployment: the name the SDK gives it, the name it is deployed under, its types. */
export const CONTRACTS = {
  token: { name: "OpenToken", factory: OpenToken__factory },
  parameters: { name: "Parameters", factory: Parameters__factory },
  staking: { name: "Staking", factory: Staking__factory },
  datanets: { name: "DatanetRegistry", factory: DatanetRegistry__factory },
  contributions: { name: "ContributionRegistry", factory: ContributionRegistry__factory },
  review: { name: "OwnerReview", factory: OwnerReview__factory },
  models: { name: "ModelRegistry", factory: ModelRegistry__factory },
  vault: { name: "InferenceVault", factory: InferenceVault__factory },
  ledger: { name: "AttributionLedger", factory: AttributionLedger__factory },
  rowProver: { name: "RowProver", factory: RowProver__factory },
  dots: { name: "DotProducts", factory: DotProducts__factory },
  scoreProver: { name: "ScoreProver", factory: ScoreProver__factory },
  statementProver: { name: "StatementProver", factory: StatementProver__factory },
  manifestProver: { name: "ManifestProver", factory: ManifestProver__factory },
  availability: { name: "DataAvailability", factory: DataAvailability__factory },
  earningsProver: { name: "EarningsProver", factory: EarningsProver__factory },
  disputes: { name: "Disputes", factory: Disputes__factory },
} as const satisfies Record<string, ContractEntry>;

export type ContractKey = keyof typeof CONTRACTS;

/** The name a contract is deployed and logged under, e.g. `AttributionLedger`. */
export type ContractName = (typeof CONTRACTS)[ContractKey]["name"];

/** Typed contracts, ready to call. */
export type Contracts = { readonly [K in ContractKey]: ReturnType<(typeof CONTRACTS)[K]["factory"]["connect"]> };

export const CONTRACT_KEYS: readonly ContractKey[] = Object.keys(CONTRACTS) as ContractKey[]; // the literal's own keys

const INTERFACES = new Map<ContractKey, Interface>();

/** The ABI of a contract, parsed once. */
export function interfaceOf(key: ContractKey): Interface {
  let parsed = INTERFACES.get(key);
  if (parsed === undefined) {
    parsed = CONTRACTS[key].factory.createInterface();
    INTERFACES.set(key, parsed);
  }
  return parsed;
}

type ContractEntry = {
  readonly name: string;
  readonly factory: {
    connect: (address: string, runner?: ContractRunner | null) => unknown;
    createInterface: () => Interface;
  };
};
