// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IEarningsProver} from "../interfaces/IEarningsProver.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {BatchLib} from "../libraries/BatchLib.sol";
import {ContributionCellsLib} from "../libraries/ContributionCellsLib.sol";
import {EarningLib} from "../libraries/EarningLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {MerkleSumLib} from "../libraries/MerkleSumLib.sol";
import {ContributionCells} from "../types/ContributionCells.sol";
import {EarningProof, ParentEarning, PostedBatch, SumNodeProof} from "../types/Evidence.sol";
import {ModelRecord} from "../types/ModelRecord.sol";
import {SumNode} from "../types/SumNode.sol";
import {FraudProver} from "./FraudProver.sol";

/// @title Sums and earnings re-computed node by node: _sum_ and _earnings_.
contract EarningsProver is IEarningsProver, FraudProver {
    /// @dev Bytes that a leaf of the earnings tree is the hash of.
    uint256 private constant _LEAF_BYTES = 192;

    constructor(IModelRegistry models) FraudProver(models) {}

    /* SUMS */

    /// @inheritdoc IEarningsProver
    function refuteSum(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        SumNodeProof calldata node,
        bytes32[4] calldata preimage
    ) external {
        _requireEarning(posted.batch, _contributionCount(posted.batch), earning);
        uint256 count = earning.earning.count;
        SumNode memory root = SumNode({hash: earning.earning.statementRoot, sum: earning.earning.sum});
        require(
            MerkleSumLib.verifyNode(root, count, node.node, node.index, node.proof),
            ProverBadNodeProof(node.index)
        );

        uint256 height = MerkleLib.depthOf(count) - node.proof.length;
        if (uint256(node.index) << height >= count) {
            require(!MerkleSumLib.isPadding(node.node, height), ProverStepIsRight());
        } else if (node.node.hash != 0) {
            bytes32 given = keccak256(abi.encode(preimage));
            require(given == node.node.hash, ProverWrongPreimage(given, node.node.hash));
            require(!MerkleSumLib.isRight(node.node, height, preimage), ProverStepIsRight());
        }
        _refute(posted, "sum");
    }

    /* EARNINGS */

    /// @inheritdoc IEarningsProver
    function refuteContribution(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        ContributionCells calldata cells,
        bytes32[] calldata cellsProof
    ) external {
        ModelRecord memory model = MODELS.recordOf(posted.batch.modelId);
        _requireEarning(posted.batch, model.contributionCount, earning);
        bytes32 leaf = ContributionCellsLib.hash(cells);
        require(
            MerkleLib.verify(model.contributionRoot, model.contributionCount, leaf, earning.index, cellsProof),
            ProverBadContributionProof(earning.index)
        );

        require(earning.earning.contributionId != cells.contributionId, ProverStepIsRight());
        _refute(posted, "earnings");
    }

    /// @inheritdoc IEarningsProver
    function refuteCumulative(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        ParentEarning calldata parent
    ) external {
        uint32 count = _contributionCount(posted.batch);
        _requireEarning(posted.batch, count, earning);

        // Wider than both, so that what passes uint128 is not wrapped round but wrong.
        uint256 expected = earning.earning.sum;
        if (posted.batch.parent != 0) expected += _parentCumulative(posted.batch.parent, count, earning.index, parent);
        require(earning.earning.cumulative != expected, ProverStepIsRight());
        _refute(posted, "earnings");
    }

    function _parentCumulative(
        bytes32 parentId,
        uint32 count,
        uint32 index,
        ParentEarning calldata parent
    ) private pure returns (uint128) {
        bytes32 id = BatchLib.id(parent.digest, parent.signersHash, parent.earningsRoot);
        require(id == parentId, ProverWrongParent(id, parentId));
        bytes32 leaf = EarningLib.hash(parent.earning);
        require(MerkleLib.verify(parent.earningsRoot, count, leaf, index, parent.proof), ProverBadParentProof(index));
        return parent.earning.cumulative;
    }

    /// @inheritdoc IEarningsProver
    function refuteEarningsNode(
        PostedBatch calldata posted,
        bytes32 node,
        uint32 index,
        bytes32[] calldata proof,
        bytes calldata preimage
    ) external {
        uint256 count = _contributionCount(posted.batch);
        Tree memory earnings = Tree({root: posted.batch.earningsRoot, count: count, leafBytes: _LEAF_BYTES});
        _requireWrongNode(earnings, node, index, proof, preimage);
        _refute(posted, "earnings");
    }
}
