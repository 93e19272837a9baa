/** The numbers that governance turns, in the order of the contracts' enum. Units: docs/parameters.md. */
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
  "SilenceSeconds",
  "LonePosterBond",
  "AnswerSeconds",
  "AnswerFee",
  "DisputeBond",
  "DisputePhaseSeconds",
  "PanelSize",
  "PauseSeconds",
  "ParentRoyaltyBps",
] as const;

export type ParameterName = (typeof PARAMETERS)[number];

/** A parameter's number in the contracts' enum. */
export function parameterId(name: ParameterName): bigint {
  return BigInt(PARAMETERS.indexOf(name));
}
