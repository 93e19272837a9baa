// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Entry} from "../types/Entry.sol";
import {CellProof, CreditProof, EarningProof, PostedBatch, RowProof} from "../types/Evidence.sol";
import {Settlement} from "../types/Settlement.sol";

/// @title One-step re-computation of the integer steps of a batch.
/// @notice Each function re-computes one step from committed leaves. If the step is right it reverts with {ProverStepIsRight};
/// if it is wrong the ledger drops the batch and slashes its signers. An honest batch passes every one of them.
interface IFraudProver {
    error ProverStepIsRight();
    error ProverBadRowProof(uint32 index);
    error ProverBadCellProof(uint32 index);
    error ProverBadEarningProof(uint32 index);
    error ProverBadCreditProof(uint32 index);
    error ProverWrongVector(bytes32 given, bytes32 committed);
    error ProverWrongLanes(uint256 given, uint256 lanes);
    error ProverTooManyLanes(uint32 lanes, uint32 max);
    error ProverNoSuchEntry(uint32 row, uint256 entry, uint256 entries);
    error ProverCellNotEntry(uint32 cell, uint32 entryCell);
    error ProverCellListed(uint32 cell);
    error ProverWrongRow(uint32 given, uint32 expected);
    error ProverWrongDefaults(bytes32 given, bytes32 committed);
    error ProverUnknownSettlement(uint64 bucket, uint64 sequence);
    error ProverFeesNotAscending(uint128 before, uint128 after_);

    /// @notice *score*: a listed share is not `max(0, a . b) * w`.
    /// @param query the lanes of a, as committed by the row.
    /// @param response the lanes of b, as committed by the cell.
    function refuteScore(
        PostedBatch calldata posted,
        RowProof calldata row,
        uint8 entry,
        CellProof calldata cell,
        bytes calldata query,
        bytes calldata response
    ) external;

    /// @notice *omitted*: an unlisted cell has a positive share and belongs in the list.
    function refuteOmitted(
        PostedBatch calldata posted,
        RowProof calldata row,
        CellProof calldata cell,
        bytes calldata query,
        bytes calldata response
    ) external;

    /// @notice *credit*: a credit names no row or entry of the batch, stands in another contribution's statement, or is not the
    /// amount its row gives. Leave out (empty) what the case does not need, from the end.
    /// @param previous the row before; ignored for row 0.
    /// @param settlement the settlement that paid the row; read when the row is the settlement's first.
    /// @param defaults the model's default list; read when the row has no entries.
    function refuteCredit(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        CreditProof calldata credit,
        RowProof calldata row,
        RowProof calldata previous,
        Settlement calldata settlement,
        CellProof calldata cell,
        Entry[] calldata defaults
    ) external;
}
