// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The parameters a batch is posted under; snapshotted then, so that a later vote cannot change them.
struct ChallengeTerms {
    uint40 windowSeconds;
    uint16 quorumSigners;
    uint16 slashBps; // of each signer's slashable stake, 1e4 = 100%
}
