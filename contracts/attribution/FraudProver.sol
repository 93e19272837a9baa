// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IFraudProver} from "../interfaces/IFraudProver.sol";
import {IInferenceVault} from "../interfaces/IInferenceVault.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {CellLib} from "../libraries/CellLib.sol";
import {CreditLib} from "../libraries/CreditLib.sol";
import {DefaultsLib} from "../libraries/DefaultsLib.sol";
import {EarningLib} from "../libraries/EarningLib.sol";
import {EntryLib} from "../libraries/EntryLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {MerkleSumLib} from "../libraries/MerkleSumLib.sol";
import {PayoutLib} from "../libraries/PayoutLib.sol";
import {RowLib} from "../libraries/RowLib.sol";
import {SettlementLib} from "../libraries/SettlementLib.sol";
import {SplitLib} from "../libraries/SplitLib.sol";
import {VectorLib} from "../libraries/VectorLib.sol";
import {WiredOnce} from "../libraries/WiredOnce.sol";
import {Batch} from "../types/Batch.sol";
import {Entry} from "../types/Entry.sol";
import {CellProof, CreditProof, EarningProof, PostedBatch, RowProof} from "../types/Evidence.sol";
import {ModelRecord} from "../types/ModelRecord.sol";
import {Settlement} from "../types/Settlement.sol";
import {SumNode} from "../types/SumNode.sol";

/// @title One-step re-computation of the integer steps of a batch.
/// @notice Holds no money and no state: a proof is right or wrong by what is committed.
/// @dev Every function first ties its evidence to the batch's and the model's roots, then re-computes. Whether the batch stands and its
/// window is open is asked last, by the ledger's {refute}. A leaf that no honest batch has may convict whatever else is wrong with it.
contract FraudProver is IFraudProver, WiredOnce {
    /// @dev Two vectors of so many lanes fit one transaction.
    uint32 public constant MAX_LANES = 8192;

    IModelRegistry public immutable MODELS;
    IInferenceVault public immutable VAULT;

    /// @notice What a proof refutes batches of. Wired once.
    IAttributionLedger public ledger;

    constructor(IModelRegistry models, IInferenceVault vault) {
        MODELS = models;
        VAULT = vault;
    }

    /// @notice Names the ledger. Only the deployer, once.
    function wire(IAttributionLedger ledger_) external {
        ledger = IAttributionLedger(_wireOnce("ledger", address(ledger), address(ledger_)));
    }

    function _refute(PostedBatch calldata posted, string memory proof) private {
        ledger.refute(posted, proof, msg.sender);
    }

    /* SCORES */

    /// @inheritdoc IFraudProver
    function refuteScore(
        PostedBatch calldata posted,
        RowProof calldata row,
        uint8 entry,
        CellProof calldata cell,
        bytes calldata query,
        bytes calldata response
    ) external {
        ModelRecord memory model = MODELS.recordOf(posted.batch.modelId);
        _requireRow(posted.batch, row);
        Entry[] calldata entries = row.row.entries;
        require(entry < entries.length, ProverNoSuchEntry(row.index, entry, entries.length));
        Entry calldata listed = entries[entry];

        if (listed.cell < model.cellCount) {
            _requireCell(model, cell, listed.cell);
            require(listed.share != _shareOf(model, row, cell, query, response), ProverStepIsRight());
        }
        _refute(posted, "score");
    }

    /// @inheritdoc IFraudProver
    function refuteOmitted(
        PostedBatch calldata posted,
        RowProof calldata row,
        CellProof calldata cell,
        bytes calldata query,
        bytes calldata response
    ) external {
        ModelRecord memory model = MODELS.recordOf(posted.batch.modelId);
        _requireRow(posted.batch, row);
        _requireCell(model, cell, cell.index);
        Entry[] calldata entries = row.row.entries;
        for (uint256 i = 0; i < entries.length; ++i) {
            require(entries[i].cell != cell.index, ProverCellListed(cell.index));
        }

        uint128 share = _shareOf(model, row, cell, query, response);
        require(share != 0, ProverStepIsRight());
        if (entries.length >= DefaultsLib.MAX_ENTRIES) {
            Entry calldata last = entries[entries.length - 1];
            require(PayoutLib.ranksBefore(share, cell.index, last.share, last.cell), ProverStepIsRight());
        }
        _refute(posted, "omitted");
    }

    /// @dev Ties the lanes to what row and cell committed to, and computes what the cell's share in the row is.
    function _shareOf(
        ModelRecord memory model,
        RowProof calldata row,
        CellProof calldata cell,
        bytes calldata query,
        bytes calldata response
    ) private pure returns (uint128) {
        require(model.lanes <= MAX_LANES, ProverTooManyLanes(model.lanes, MAX_LANES));
        _requireVector(query, model.lanes, row.row.queryRoot);
        _requireVector(response, model.lanes, cell.cell.vectorRoot);
        return PayoutLib.share(VectorLib.dot(query, response), cell.cell.weight);
    }

    function _requireVector(bytes calldata vector, uint32 lanes, bytes32 committed) private pure {
        require(vector.length == lanes, ProverWrongLanes(vector.length, lanes));
        bytes32 root = VectorLib.rootOf(vector);
        require(root == committed, ProverWrongVector(root, committed));
    }

    /* CREDITS */

    /// @inheritdoc IFraudProver
    function refuteCredit(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        CreditProof calldata credit,
        RowProof calldata row,
        RowProof calldata previous,
        Settlement calldata settlement,
        CellProof calldata cell,
        Entry[] calldata defaults
    ) external {
        ModelRecord memory model = MODELS.recordOf(posted.batch.modelId);
        _requireEarning(posted.batch, model, earning);
        _requireCredit(earning, credit);

        if (credit.credit.row < posted.batch.rowCount) {
            _requireIndex(row, credit.credit.row);
            _requireRow(posted.batch, row);
            if (!_isMisplaced(model, earning, credit, row, cell, defaults)) {
                uint128 part = _partOf(posted.batch, row, previous, settlement);
                require(_isWrongAmount(part, credit, row, defaults), ProverStepIsRight());
            }
        }
        _refute(posted, "credit");
    }

    /// @dev Whether the row has no such entry for this contribution.
    function _isMisplaced(
        ModelRecord memory model,
        EarningProof calldata earning,
        CreditProof calldata credit,
        RowProof calldata row,
        CellProof calldata cell,
        Entry[] calldata defaults
    ) private pure returns (bool) {
        Entry[] calldata entries = row.row.entries;
        if (entries.length == 0) {
            bytes32 given = EntryLib.listHash(defaults);
            require(given == model.defaultsHash, ProverWrongDefaults(given, model.defaultsHash));
            entries = defaults;
        }
        if (credit.credit.entry >= entries.length) return true;
        uint32 paid = entries[credit.credit.entry].cell;
        if (paid >= model.cellCount) return true;
        if (cell.cell.vectorRoot == 0) return false; // left out: another fault is claimed

        _requireCell(model, cell, paid);
        return cell.cell.contribution != earning.index;
    }

    /// @dev What the contributors are due from the row: the difference of two floors, in token base units.
    function _partOf(
        Batch calldata batch,
        RowProof calldata row,
        RowProof calldata previous,
        Settlement calldata settlement
    ) private view returns (uint128) {
        uint128 before = _feeBefore(batch, row, previous, settlement);
        uint128 cumulativeFee = row.row.cumulativeFee;
        require(before <= cumulativeFee, ProverFeesNotAscending(before, cumulativeFee));
        uint16 bps = VAULT.bucketOf(batch.modelId, batch.bucket).split.contributorsBps;
        return SplitLib.part(before, cumulativeFee, bps);
    }

    /// @dev The channel's total before the row: that of the row before if the same settlement paid it, else the settlement's.
    function _feeBefore(
        Batch calldata batch,
        RowProof calldata row,
        RowProof calldata previous,
        Settlement calldata settlement
    ) private view returns (uint128) {
        if (row.index != 0) {
            _requireIndex(previous, row.index - 1);
            _requireRow(batch, previous);
            if (previous.row.sequence == row.row.sequence) return previous.row.cumulativeFee;
        }
        bytes32 recorded = VAULT.settlementHash(batch.modelId, batch.bucket, row.row.sequence);
        require(SettlementLib.hash(settlement) == recorded, ProverUnknownSettlement(batch.bucket, row.row.sequence));
        return settlement.cumulativeBefore;
    }

    function _isWrongAmount(
        uint128 part,
        CreditProof calldata credit,
        RowProof calldata row,
        Entry[] calldata defaults
    ) private pure returns (bool) {
        Entry[] calldata entries = row.row.entries.length == 0 ? defaults : row.row.entries;
        uint256 total = PayoutLib.total(entries);
        // Nothing is right for shares that sum to 0: no honest row has them.
        return total == 0 || credit.credit.amount != PayoutLib.credit(part, entries, total, credit.credit.entry);
    }

    /* EVIDENCE */

    function _requireIndex(RowProof calldata row, uint32 expected) private pure {
        require(row.index == expected, ProverWrongRow(row.index, expected));
    }

    function _requireRow(Batch calldata batch, RowProof calldata row) private pure {
        bytes32 leaf = RowLib.hash(row.row);
        require(
            MerkleLib.verify(batch.rowRoot, batch.rowCount, leaf, row.index, row.proof),
            ProverBadRowProof(row.index)
        );
    }

    /// @param expected the index the cell must have.
    function _requireCell(ModelRecord memory model, CellProof calldata cell, uint32 expected) private pure {
        require(cell.index == expected, ProverCellNotEntry(cell.index, expected));
        bytes32 leaf = CellLib.hash(cell.cell);
        require(
            MerkleLib.verify(model.responseRoot, model.cellCount, leaf, cell.index, cell.proof),
            ProverBadCellProof(cell.index)
        );
    }

    function _requireEarning(
        Batch calldata batch,
        ModelRecord memory model,
        EarningProof calldata earning
    ) private pure {
        bytes32 leaf = EarningLib.hash(earning.earning);
        require(
            MerkleLib.verify(batch.earningsRoot, model.contributionCount, leaf, earning.index, earning.proof),
            ProverBadEarningProof(earning.index)
        );
    }

    function _requireCredit(EarningProof calldata earning, CreditProof calldata credit) private pure {
        SumNode memory root = SumNode({hash: earning.earning.statementRoot, sum: earning.earning.sum});
        SumNode memory leaf = SumNode({hash: CreditLib.hash(credit.credit), sum: credit.credit.amount});
        require(
            MerkleSumLib.verify(root, earning.earning.count, leaf, credit.index, credit.proof),
            ProverBadCreditProof(credit.index)
        );
    }
}
