// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IFraudProver} from "../interfaces/IFraudProver.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {CellLib} from "../libraries/CellLib.sol";
import {CreditLib} from "../libraries/CreditLib.sol";
import {EarningLib} from "../libraries/EarningLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {MerkleSumLib} from "../libraries/MerkleSumLib.sol";
import {RowLib} from "../libraries/RowLib.sol";
import {WiredOnce} from "../libraries/WiredOnce.sol";
import {Batch} from "../types/Batch.sol";
import {CellProof, CreditProof, EarningProof, PostedBatch, RowProof} from "../types/Evidence.sol";
import {ModelRecord} from "../types/ModelRecord.sol";
import {SumNode} from "../types/SumNode.sol";

/// @title What the provers share: how evidence is tied to a batch's and a model's roots.
/// @notice A prover holds no money and no state: a proof is right or wrong by what is committed.
/// @dev Every proof first ties its evidence to committed roots, then re-computes one integer step. Whether the batch stands and its
/// window is open is asked last, by the ledger's {refute}. A leaf that no honest batch has may convict whatever else is wrong with it.
abstract contract FraudProver is IFraudProver, WiredOnce {
    /// @dev A committed tree over `count` leaves, each the hash of `leafBytes` bytes.
    struct Tree {
        bytes32 root;
        uint256 count;
        uint256 leafBytes;
    }

    /// @dev Bytes that a node above the leaves is the hash of.
    uint256 private constant _PAIR_BYTES = 64;

    IModelRegistry public immutable MODELS;

    /// @notice What a proof refutes batches of. Wired once.
    IAttributionLedger public ledger;

    constructor(IModelRegistry models) {
        MODELS = models;
    }

    /// @notice Names the ledger. Only the deployer, once.
    function wire(IAttributionLedger ledger_) external {
        ledger = IAttributionLedger(_wireOnce("ledger", address(ledger), address(ledger_)));
    }

    function _refute(PostedBatch calldata posted, string memory proof) internal {
        ledger.refute(posted, proof, msg.sender);
    }

    /* EVIDENCE */

    function _requireIndex(RowProof calldata row, uint32 expected) internal pure {
        require(row.index == expected, ProverWrongRow(row.index, expected));
    }

    function _requireRow(Batch calldata batch, RowProof calldata row) internal pure {
        bytes32 leaf = RowLib.hash(row.row);
        require(
            MerkleLib.verify(batch.rowRoot, batch.rowCount, leaf, row.index, row.proof),
            ProverBadRowProof(row.index)
        );
    }

    /// @param expected the index the cell must have.
    function _requireCell(ModelRecord memory model, CellProof calldata cell, uint32 expected) internal pure {
        require(cell.index == expected, ProverCellNotEntry(cell.index, expected));
        bytes32 leaf = CellLib.hash(cell.cell);
        require(
            MerkleLib.verify(model.responseRoot, model.cellCount, leaf, cell.index, cell.proof),
            ProverBadCellProof(cell.index)
        );
    }

    /// @dev A node that no tree of such leaves has. The nodes above it are of any tree: of several wrong ones each refutes.
    function _requireWrongNode(
        Tree memory tree,
        bytes32 node,
        uint32 index,
        bytes32[] calldata proof,
        bytes calldata preimage
    ) internal pure {
        require(MerkleLib.verifyNode(tree.root, tree.count, node, index, proof), ProverBadNodeProof(index));

        uint256 height = MerkleLib.depthOf(tree.count) - proof.length;
        if (uint256(index) << height >= tree.count) {
            require(node != MerkleLib.paddingRoot(height), ProverStepIsRight());
        } else if (node != 0) {
            bytes32 given = keccak256(preimage);
            require(given == node, ProverWrongPreimage(given, node));
            // Whatever the bytes say: the hash of so many stands on another level.
            require(preimage.length != (height == 0 ? tree.leafBytes : _PAIR_BYTES), ProverStepIsRight());
        }
    }

    /// @param count of the model's contributions.
    function _requireEarning(Batch calldata batch, uint32 count, EarningProof calldata earning) internal pure {
        bytes32 leaf = EarningLib.hash(earning.earning);
        require(
            MerkleLib.verify(batch.earningsRoot, count, leaf, earning.index, earning.proof),
            ProverBadEarningProof(earning.index)
        );
    }

    /// @dev From the ledger, which keeps it where a refutation writes anyway: for proofs that need nothing else of the model.
    function _contributionCount(Batch calldata batch) internal view returns (uint32) {
        return ledger.accountOf(batch.modelId).contributionCount;
    }

    function _requireCredit(EarningProof calldata earning, CreditProof calldata credit) internal pure {
        SumNode memory root = SumNode({hash: earning.earning.statementRoot, sum: earning.earning.sum});
        SumNode memory leaf = SumNode({hash: CreditLib.hash(credit.credit), sum: credit.credit.amount});
        require(
            MerkleSumLib.verify(root, earning.earning.count, leaf, credit.index, credit.proof),
            ProverBadCreditProof(credit.index)
        );
    }
}
