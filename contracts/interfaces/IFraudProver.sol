// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title One-step re-computation of the integer steps of a batch.
/// @notice Each proof re-computes one step from committed leaves. If the step is right it reverts with {ProverStepIsRight};
/// if it is wrong the ledger drops the batch and slashes its signers. An honest batch passes every one of them.
interface IFraudProver {
    error ProverStepIsRight();
    error ProverBadRowProof(uint32 index);
    error ProverBadCellProof(uint32 index);
    error ProverBadEarningProof(uint32 index);
    error ProverBadCreditProof(uint32 index);
    error ProverBadNodeProof(uint32 index);
    error ProverWrongPreimage(bytes32 given, bytes32 committed);
    error ProverWrongVector(bytes32 given, bytes32 committed);
    error ProverWrongLanes(uint256 given, uint256 lanes);
    error ProverTooManyLanes(uint32 lanes, uint32 max);
    error ProverDotIncomplete(bytes32 aRoot, bytes32 bRoot, uint32 lanes);
    error ProverNoSuchEntry(uint32 row, uint256 entry, uint256 entries);
    error ProverCellNotEntry(uint32 cell, uint32 entryCell);
    error ProverCellListed(uint32 cell);
    error ProverWrongRow(uint32 given, uint32 expected);
    error ProverWrongDefaults(bytes32 given, bytes32 committed);
    error ProverUnknownSettlement(uint64 bucket, uint64 sequence);
    error ProverFeesNotAscending(uint128 before, uint128 after_);
}
