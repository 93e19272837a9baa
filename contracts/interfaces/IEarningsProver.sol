// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ContributionCells} from "../types/ContributionCells.sol";
import {EarningProof, ParentEarning, PostedBatch, SumNodeProof} from "../types/Evidence.sol";
import {IFraudProver} from "./IFraudProver.sol";

/// @title The proofs of wrong sums and earnings.
interface IEarningsProver is IFraudProver {
    error ProverBadContributionProof(uint32 index);
    error ProverBadParentProof(uint32 index);
    error ProverWrongParent(bytes32 given, bytes32 expected);

    /// @notice *sum*: a node of a statement's tree is not what belongs there: above the leaves the sum of its two children, below the
    /// statement's count a credit with its amount, beyond it padding. The root is what the earning says, `(statementRoot, sum)`, so that
    /// this also refutes a sum, a count or a depth that is not the statement's.
    /// @dev Every node above the shown one must be the sum of its children: of several wrong nodes one refutes the topmost.
    /// @param preimage the four words that the node's hash is of: both children's hash and sum, or a credit's typehash and fields. Not
    /// read where padding belongs or the hash is 0.
    function refuteSum(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        SumNodeProof calldata node,
        bytes32[4] calldata preimage
    ) external;

    /// @notice *earnings*: an earning stands at the place that the manifest gives to another contribution.
    /// @param cells the contribution at that place of the manifest's table.
    /// @param cellsProof of `cells`.
    function refuteContribution(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        ContributionCells calldata cells,
        bytes32[] calldata cellsProof
    ) external;

    /// @notice *earnings*: a contribution's cumulative earning is not what the batch before says, plus the sum of this one.
    /// @param parent not read for the first batch of a model, before which everything is 0.
    function refuteCumulative(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        ParentEarning calldata parent
    ) external;

    /// @notice *earnings*: a node of the earnings tree is of no tree over the manifest's contributions: padding or 0 where a
    /// contribution stands, anything but padding beyond them, a pair of nodes in an earning's place, or an earning above the leaves.
    /// @param index place of the node in its level, which follows from the length of `proof`.
    /// @param preimage what the node is the hash of: 64 bytes of a pair, 192 of an earning. Not read where padding belongs or the node is 0.
    function refuteEarningsNode(
        PostedBatch calldata posted,
        bytes32 node,
        uint32 index,
        bytes32[] calldata proof,
        bytes calldata preimage
    ) external;
}
