// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceVault} from "../interfaces/IInferenceVault.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IStatementProver} from "../interfaces/IStatementProver.sol";
import {CreditLib} from "../libraries/CreditLib.sol";
import {EntryLib} from "../libraries/EntryLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {MerkleSumLib} from "../libraries/MerkleSumLib.sol";
import {PayoutLib} from "../libraries/PayoutLib.sol";
import {RowLib} from "../libraries/RowLib.sol";
import {SettlementLib} from "../libraries/SettlementLib.sol";
import {SplitLib} from "../libraries/SplitLib.sol";
import {Batch} from "../types/Batch.sol";
import {Entry} from "../types/Entry.sol";
import {BareRowProof, CellProof, CreditProof, EarningProof, PostedBatch, RowProof} from "../types/Evidence.sol";
import {ModelRecord} from "../types/ModelRecord.sol";
import {Settlement} from "../types/Settlement.sol";
import {SumNode} from "../types/SumNode.sol";
import {FraudProver} from "./FraudProver.sol";

/// @title Statements re-computed line by line: _credit_ and _missing_.
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
        CellProof calldata cell,
        Entry[] calldata defaults
    ) external {
        ModelRecord memory model = MODELS.recordOf(posted.batch.modelId);
        _requireEarning(posted.batch, model.contributionCount, earning);
        _requireCredit(earning, credit);
        if (credit.credit.row < posted.batch.rowCount) {
            _requireRowOf(posted.batch, credit, row);
            Entry[] calldata entries = _paidEntries(model.defaultsHash, row, defaults);
            require(_isMisplaced(model, earning.index, entries, credit.credit.entry, cell), ProverStepIsRight());
        }
        _refute(posted, "credit");
    }

    function _requireRowOf(Batch calldata batch, CreditProof calldata credit, RowProof calldata row) private pure {
        _requireIndex(row, credit.credit.row);
        _requireRow(batch, row);
    }

    /// @dev Whether the list has no such entry for this contribution.
    function _isMisplaced(
        ModelRecord memory model,
        uint32 contribution,
        Entry[] calldata entries,
        uint8 entry,
        CellProof calldata cell
    ) private pure returns (bool) {
        if (entry >= entries.length) return true;
        uint32 paid = entries[entry].cell;
        if (paid >= model.cellCount) return true;

        _requireCell(model, cell, paid);
        return cell.cell.contribution != contribution;
    }

    /// @inheritdoc IStatementProver
    function refuteAmount(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        CreditProof calldata credit,
        RowProof calldata row,
        BareRowProof calldata previous,
        Settlement calldata settlement,
        Entry[] calldata defaults
    ) external {
        _requireEarning(posted.batch, _contributionCount(posted.batch), earning);
        _requireCredit(earning, credit);
        _requireRowOf(posted.batch, credit, row);
        bytes32 defaultsHash =
            row.row.entries.length == 0 ? MODELS.recordOf(posted.batch.modelId).defaultsHash : bytes32(0);
        Entry[] calldata entries = _paidEntries(defaultsHash, row, defaults);
        uint8 entry = credit.credit.entry;
        require(entry < entries.length, ProverNoSuchEntry(row.index, entry, entries.length));

        uint128 part = _partOf(posted.batch, row, previous, settlement);
        uint256 total = PayoutLib.total(entries);
        // Nothing is right for shares that sum to 0: no honest row has them.
        require(
            total == 0 || credit.credit.amount != PayoutLib.credit(part, entries, total, entry),
            ProverStepIsRight()
        );
        _refute(posted, "credit");
    }

    /// @dev The row's own entries, or the model's default list.
    /// @param defaultsHash the list hash of the default list; not read when the row has entries.
    function _paidEntries(
        bytes32 defaultsHash,
        RowProof calldata row,
        Entry[] calldata defaults
    ) private pure returns (Entry[] calldata) {
        if (row.row.entries.length != 0) return row.row.entries;

        bytes32 given = EntryLib.listHash(defaults);
        require(given == defaultsHash, ProverWrongDefaults(given, defaultsHash));
        return defaults;
    }

    /// @dev What the contributors are due from the row: the difference of two floors, in token base units.
    function _partOf(
        Batch calldata batch,
        RowProof calldata row,
        BareRowProof calldata previous,
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
        BareRowProof calldata previous,
        Settlement calldata settlement
    ) private view returns (uint128) {
        if (row.index != 0) {
            require(previous.index == row.index - 1, ProverWrongRow(previous.index, row.index - 1));
            require(
                MerkleLib.verifyPrevious(row.index, row.proof, RowLib.hashBare(previous.row), previous.proof),
                ProverBadRowProof(previous.index)
            );
            if (previous.row.sequence == row.row.sequence) return previous.row.cumulativeFee;
        }
        bytes32 recorded = VAULT.settlementHash(batch.modelId, batch.bucket, row.row.sequence);
        require(SettlementLib.hash(settlement) == recorded, ProverUnknownSettlement(batch.bucket, row.row.sequence));
        return settlement.cumulativeBefore;
    }

    /* MISSING CREDITS */

    /// @inheritdoc IStatementProver
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
    ) external {
        ModelRecord memory model = MODELS.recordOf(posted.batch.modelId);
        _requireEarning(posted.batch, model.contributionCount, earning);
        _requireRow(posted.batch, row);
        _requireEntryOf(model, earning.index, row, entry, cell, defaults);
        _requireNeighbours(earning, place, before, after_);

        uint256 missing = CreditLib.placeOf(row.index, entry);
        require(place == 0 || CreditLib.place(before.credit) < missing, ProverStepIsRight());
        require(place == earning.earning.count || missing < CreditLib.place(after_.credit), ProverStepIsRight());
        _refute(posted, "missing");
    }

    /// @dev The row pays that entry to that contribution.
    function _requireEntryOf(
        ModelRecord memory model,
        uint32 contribution,
        RowProof calldata row,
        uint8 entry,
        CellProof calldata cell,
        Entry[] calldata defaults
    ) private pure {
        Entry[] calldata entries = _paidEntries(model.defaultsHash, row, defaults);
        require(entry < entries.length, ProverNoSuchEntry(row.index, entry, entries.length));
        _requireCell(model, cell, entries[entry].cell);
        require(cell.cell.contribution == contribution, ProverStepIsRight());
    }

    /// @dev Ties the credits on both sides of `place` to the statement.
    function _requireNeighbours(
        EarningProof calldata earning,
        uint32 place,
        CreditProof calldata before,
        CreditProof calldata after_
    ) private pure {
        uint32 count = earning.earning.count;
        require(place <= count, ProverNoSuchPlace(place, count));
        if (place != 0) _requireCreditIndex(before, place - 1);
        if (place < count) {
            _requireCreditIndex(after_, place);
            _requireCredit(earning, after_);
            if (place != 0) _requireBefore(before, after_);
        } else if (count != 0) {
            _requireCredit(earning, before);
        }
    }

    /// @inheritdoc IStatementProver
    function refuteUnsorted(
        PostedBatch calldata posted,
        EarningProof calldata earning,
        CreditProof calldata before,
        CreditProof calldata after_
    ) external {
        _requireEarning(posted.batch, _contributionCount(posted.batch), earning);
        _requireCredit(earning, after_);
        _requireBefore(before, after_);
        require(CreditLib.place(before.credit) >= CreditLib.place(after_.credit), ProverStepIsRight());
        _refute(posted, "missing");
    }

    function _requireCreditIndex(CreditProof calldata credit, uint32 expected) private pure {
        require(credit.index == expected, ProverWrongCredit(credit.index, expected));
    }

    /// @dev Ties a credit to the statement by the proof of the one after it.
    function _requireBefore(CreditProof calldata before, CreditProof calldata after_) private pure {
        SumNode memory leaf = SumNode({hash: CreditLib.hash(before.credit), sum: before.credit.amount});
        require(
            MerkleSumLib.verifyPrevious(after_.index, after_.proof, leaf, before.proof),
            ProverBadCreditProof(before.index)
        );
    }
}
