// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Entry} from "../types/Entry.sol";
import {BareRowProof, CellProof, CreditProof, EarningProof, PostedBatch, RowProof} from "../types/Evidence.sol";
import {Settlement} from "../types/Settlement.sol";
import {IFraudProver} from "./IFraudProver.sol";

/// @title The proofs of statements that are not what the rows give.
interface IStatementProver is IFraudProver {
    error ProverWrongCredit(uint32 given, uint32 expected);
    error ProverNoSuchPlace(uint32 place, uint32 count);

    /// @notice *credit*: a credit names no row or no entry of the batch, an entry for a cell that the model does not have, or one for
    /// another contribution's.
    /// @dev What a case does not need is left out (empty), it is not read: of no such row everything from `row` on, of no such entry or
    /// cell `cell`.
    /// @param earning the contribution whose statement it is.
    /// @param credit the line of the statement.
    /// @param row the row it names.
    /// @param cell the entry's cell.
    /// @param defaults the model's default list; not read when the row has entries.
    function refuteCredit(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        CreditProof calldata credit,
        RowProof calldata row,
        CellProof calldata cell,
        Entry[] calldata defaults
    ) external;

    /// @notice *credit*, of a wrong amount: it is not what its row gives that entry, whoever's the entry is.
    /// @param earning the contribution whose statement it is.
    /// @param credit the line of the statement.
    /// @param row the row it names.
    /// @param previous the row before; not read for row 0. Its proof ends where it meets the path of `row`.
    /// @param settlement the settlement that paid the row; not read when the row before has the same.
    /// @param defaults the model's default list; not read when the row has entries.
    function refuteAmount(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        CreditProof calldata credit,
        RowProof calldata row,
        BareRowProof calldata previous,
        Settlement calldata settlement,
        Entry[] calldata defaults
    ) external;

    /// @notice *missing*: a row has an entry for a cell of the contribution, and its statement no credit of it: the entry belongs
    /// between two adjacent credits, before the first, after the last, or into an empty statement.
    /// @param place where in the statement it is missing, 0 to the number of credits.
    /// @param before the credit at `place - 1`, not read at place 0. Its proof ends where it meets the path of `after`; at the statement's
    /// end it is a whole one.
    /// @param after_ the credit at `place`, not read at the statement's end.
    /// @param row the row with the entry.
    /// @param entry place in the row's list, or in the default list where the row has none.
    /// @param cell the entry's cell.
    /// @param defaults the model's default list; not read when the row has entries.
    function refuteMissing(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        uint32 place,
        CreditProof calldata before,
        CreditProof calldata after_,
        RowProof calldata row,
        uint8 entry,
        CellProof calldata cell,
        Entry[] calldata defaults
    ) external;

    /// @notice *missing*, of a statement that is out of order: a credit does not stand after the one before it, by row, then entry.
    /// @param before the credit before; its proof ends where it meets the path of `after`.
    /// @param after_ any credit but the first.
    function refuteUnsorted(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        CreditProof calldata before,
        CreditProof calldata after_
    ) external;
}
