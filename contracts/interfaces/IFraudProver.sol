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

    /// @notice *score*: a listed share is not `max(0, a . b) * w`. Emits what {IAttributionLedger.refute} emits, as they all do; the
    /// bounty is the caller's.
    /// @dev Wrong without further evidence: an entry for a cell that the model does not have (`cell` and the lanes are not read).
    /// @param entry place of the share in the row.
    /// @param cell the entry's cell.
    /// @param query the lanes of a, as committed by the row: at most 8,192.
    /// @param response the lanes of b, as committed by the cell.
    function refuteScore(
        PostedBatch calldata posted,
        RowProof calldata row,
        uint8 entry,
        CellProof calldata cell,
        bytes calldata query,
        bytes calldata response
    ) external;

    /// @notice *omitted*: an unlisted cell has a positive share, and the list is not full or its last entry ranks after it.
    function refuteOmitted(
        PostedBatch calldata posted,
        RowProof calldata row,
        CellProof calldata cell,
        bytes calldata query,
        bytes calldata response
    ) external;

    /// @notice *credit*: a credit names no row or entry of the batch, stands in another contribution's statement, or is not the
    /// amount its row gives.
    /// @dev What a case does not need is left out (empty), it is not read:
    /// - no such row: everything from `row` on;
    /// - no such entry, or an entry for a cell that the model does not have: everything from `previous` on, but for `defaults`;
    /// - another contribution's: `previous` and `settlement`;
    /// - wrong amount: `cell`, which counts as left out when its `vectorRoot` is 0.
    /// @param earning the contribution whose statement it is.
    /// @param credit the line of the statement.
    /// @param row the row it names.
    /// @param previous the row before; not read for row 0.
    /// @param settlement the settlement that paid the row; not read when the row before has the same.
    /// @param cell the entry's cell.
    /// @param defaults the model's default list; not read when the row has entries.
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
