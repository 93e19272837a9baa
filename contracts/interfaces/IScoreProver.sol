// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CellProof, PostedBatch, RowProof} from "../types/Evidence.sol";
import {IFraudProver} from "./IFraudProver.sol";

/// @title The proofs of wrong scores.
/// @notice Lanes come with the call, up to 8,192 a vector. Where both are left out (empty), the dot product is the one that
/// {IDotProducts} holds complete: the way of longer vectors.
interface IScoreProver is IFraudProver {
    /// @notice *score*: a listed share is not `max(0, a . b) * w`. Emits what {IAttributionLedger.refute} emits, as they all do; the
    /// bounty is the caller's.
    /// @dev Wrong without further evidence: an entry for a cell that the model does not have (`cell` and the lanes are not read).
    /// @param entry place of the share in the row.
    /// @param cell the entry's cell.
    /// @param query the lanes of a, as committed by the row, or empty.
    /// @param response the lanes of b, as committed by the cell, or empty.
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
}
