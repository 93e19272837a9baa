// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IDotProducts} from "../interfaces/IDotProducts.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IScoreProver} from "../interfaces/IScoreProver.sol";
import {DefaultsLib} from "../libraries/DefaultsLib.sol";
import {DotEvidenceLib} from "../libraries/DotEvidenceLib.sol";
import {PayoutLib} from "../libraries/PayoutLib.sol";
import {Entry} from "../types/Entry.sol";
import {CellProof, PostedBatch, RowProof} from "../types/Evidence.sol";
import {ModelRecord} from "../types/ModelRecord.sol";
import {FraudProver} from "./FraudProver.sol";

/// @title Scores re-computed lane by lane: _score_ and _omitted_.
contract ScoreProver is IScoreProver, FraudProver {
    using DotEvidenceLib for IDotProducts;

    IDotProducts public immutable DOTS;

    constructor(IModelRegistry models, IDotProducts dots) FraudProver(models) {
        DOTS = dots;
    }

    /* SCORES */

    /// @inheritdoc IScoreProver
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

    /// @inheritdoc IScoreProver
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

    /// @return what the cell's share in the row is.
    function _shareOf(
        ModelRecord memory model,
        RowProof calldata row,
        CellProof calldata cell,
        bytes calldata query,
        bytes calldata response
    ) private view returns (uint128) {
        int256 score = DOTS.committedDot(model.lanes, row.row.queryRoot, query, cell.cell.vectorRoot, response);
        return PayoutLib.share(score, cell.cell.weight);
    }
}
