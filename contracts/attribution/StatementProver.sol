// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceVault} from "../interfaces/IInferenceVault.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IStatementProver} from "../interfaces/IStatementProver.sol";
import {EntryLib} from "../libraries/EntryLib.sol";
import {PayoutLib} from "../libraries/PayoutLib.sol";
import {SettlementLib} from "../libraries/SettlementLib.sol";
import {SplitLib} from "../libraries/SplitLib.sol";
import {Batch} from "../types/Batch.sol";
import {Entry} from "../types/Entry.sol";
import {CellProof, CreditProof, EarningProof, PostedBatch, RowProof} from "../types/Evidence.sol";
import {ModelRecord} from "../types/ModelRecord.sol";
import {Settlement} from "../types/Settlement.sol";
import {FraudProver} from "./FraudProver.sol";

/// @title Statements and earnings re-computed line by line: _credit_.
contract StatementProver is IStatementProver, FraudProver {
    IInferenceVault public immutable VAULT;

    constructor(IModelRegistry models, IInferenceVault vault) FraudProver(models) {
        VAULT = vault;
    }

    /* CREDITS */

    /// @inheritdoc IStatementProver
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
}
