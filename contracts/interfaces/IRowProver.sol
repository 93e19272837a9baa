// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BareRowProof, PostedBatch, PriorAnswer, RowProof} from "../types/Evidence.sol";
import {Settlement} from "../types/Settlement.sol";
import {IFraudProver} from "./IFraudProver.sol";

/// @title The proofs of rows that no bucket gives: _row_ and _receipt_.
/// @notice All emit what {IAttributionLedger.refute} emits; the bounty is the caller's.
/// @dev What a case does not need is left out (empty), it is not read. Of two adjacent rows the proof of the second holds only the siblings
/// below the place where it meets that of the first ({MerkleLib.verifyNext}). A settlement's rows are its receipts in order, from `headBefore` to
/// `headAfter`, and their fees its amount. A row whose request hash is 0 (no request has it) is *silent*: it answers a settlement whose
/// receipts nobody can show, alone and exactly as docs/file-formats.md says. Where a settlement may be answered silently is not asked here.
interface IRowProver is IFraudProver {
    error ProverSameSettlement(uint32 row, uint32 next);
    error ProverOtherSettlement(uint32 row, uint32 next);
    error ProverUnknownAncestor(uint64 bucket, bytes32 id);
    error ProverNotPriorAnswer(uint64 bucket, uint32 row);

    /// @notice *row*: an entry has no place in its list: it is beyond the 16th, has no share, does not rank after the one before it (by
    /// share falling, then cell rising), or is for a cell that one before it is for.
    /// @param entry its place, from 0.
    function refuteRow(PostedBatch calldata posted, RowProof calldata row, uint256 entry) external;

    /// @notice *row*: a node of the row tree is of no tree over so many rows: padding or 0 where a row stands, anything but padding beyond
    /// them, a pair of nodes in a row's place, or a row above the leaves.
    /// @param index place of the node in its level, which follows from the length of `proof`.
    /// @param preimage what the node is the hash of: 64 bytes of a pair, 256 of a row. Not read where padding belongs or the node is 0.
    function refuteRowNode(
        PostedBatch calldata posted,
        bytes32 node,
        uint32 index,
        bytes32[] calldata proof,
        bytes calldata preimage
    ) external;

    /// @notice *receipt*: the first row of a settlement is silent and not exactly so; or its fee is below 0, beyond what is owed, or
    /// leaves something over at the settlement's head; or its head does not follow from the vault's and the answer before. Or row 0 is of another
    /// settlement than 0, without further evidence.
    /// @param previous the row before, of another settlement; not read for row 0.
    /// @param settlement the row's.
    /// @param prior the answer before; not read for a channel's first settlement and a direct payment, nor where anything but the
    /// head is wrong. It stands in the batch itself or in one that stands for an earlier bucket.
    function refuteStart(
        PostedBatch calldata posted,
        BareRowProof calldata row,
        BareRowProof calldata previous,
        Settlement calldata settlement,
        PriorAnswer calldata prior
    ) external;

    /// @notice *receipt*: a row goes on with a settlement that the row before has finished, or silently; or its fee is below 0, beyond what is
    /// owed, or leaves something over at the settlement's head; or its head does not follow from the row before.
    /// @param next the row after `row`, of the same settlement.
    function refuteStep(
        PostedBatch calldata posted,
        BareRowProof calldata row,
        BareRowProof calldata next,
        Settlement calldata settlement
    ) external;

    /// @notice *receipt*: the last row of a settlement does not finish it: its head or fee is not the vault's. Or the row after it is not of
    /// the next settlement, or it is the batch's last row and not of the bucket's last settlement: both without `settlement`.
    /// @param next the row after `row`, of another settlement; not read for the batch's last row.
    function refuteEnd(
        PostedBatch calldata posted,
        BareRowProof calldata row,
        BareRowProof calldata next,
        Settlement calldata settlement
    ) external;
}
