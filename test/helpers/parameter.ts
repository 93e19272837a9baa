/** The members of contracts/types/Parameter.sol, in its order. */
export const PARAMETERS = [
  "ProtocolFeeBps",
  "StakersFeeBps",
  "ContributorsFeeBps",
  "BucketSeconds",
  "WithdrawalDelaySeconds",
  "ChallengeWindowSeconds",
  "QuorumSigners",
  "AttestorSlashBps",
  "BountyBps",
  "BountyCap",
  "UnbondingSeconds",
  "MinAttestorStake",
  "MinCuratorStake",
  "MinTrainerStake",
  "MinHostStake",
  "MinAgentStake",
  "TrainerBond",
  "ManifestWindowSeconds",
  "SeedDelayBlocks",
  "CommitMaxAgeSeconds",
] as const;

export type ParameterName = (typeof PARAMETERS)[number];

export function parameter(name: ParameterName): number {
  return PARAMETERS.indexOf(name);
}
