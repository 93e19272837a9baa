// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Entry} from "../types/Entry.sol";
import {CellProof, CreditProof, EarningProof, PostedBatch, RowProof} from "../types/Evidence.sol";
import {Settlement} from "../types/Settlement.sol";
import {IFraudProver} from "./IFraudProver.sol";

/// @title The proofs of wrong statements and earnings.
interface IStatementProver is IFraudProver {
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
