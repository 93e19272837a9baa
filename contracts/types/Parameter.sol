// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Every number that governance can turn. Units, defaults and hard bounds: docs/parameters.md, asserted by a test.
/// @dev Order is part of the interface: append only.
enum Parameter {
    ProtocolFeeBps,
    StakersFeeBps,
    ContributorsFeeBps,
    BucketSeconds,
    WithdrawalDelaySeconds,
    ChallengeWindowSeconds,
    QuorumSigners,
    AttestorSlashBps,
    BountyBps,
    BountyCap,
    UnbondingSeconds,
    MinAttestorStake,
    MinCuratorStake,
    MinTrainerStake,
    MinHostStake,
    MinAgentStake,
    TrainerBond,
    ManifestWindowSeconds,
    SeedDelayBlocks,
    CommitMaxAgeSeconds,
    SilenceSeconds,
    LonePosterBond,
    AnswerSeconds,
    AnswerFee,
    DisputeBond,
    DisputePhaseSeconds,
    PanelSize,
    PauseSeconds,
    ParentRoyaltyBps
}
