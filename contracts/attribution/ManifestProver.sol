// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IDotProducts} from "../interfaces/IDotProducts.sol";
import {IManifestProver} from "../interfaces/IManifestProver.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {CellLib} from "../libraries/CellLib.sol";
import {ContributionCellsLib} from "../libraries/ContributionCellsLib.sol";
import {DefaultsLib} from "../libraries/DefaultsLib.sol";
import {DotEvidenceLib} from "../libraries/DotEvidenceLib.sol";
import {EntryLib} from "../libraries/EntryLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {PayoutLib} from "../libraries/PayoutLib.sol";
import {ContributionCells} from "../types/ContributionCells.sol";
import {Entry} from "../types/Entry.sol";
import {CellProof, ContributionCellsProof} from "../types/Evidence.sol";
import {Manifest} from "../types/Manifest.sol";
import {ModelRecord} from "../types/ModelRecord.sol";

/// @title Manifests re-computed step by step: _weight_, _version_, _defaults_ and _table_.
/// @notice Holds no money and no state: a proof is right or wrong by what was registered.
/// @dev The form of a default list (length, order, cells of the model, each once) is the registry's, checked at registration.
contract ManifestProver is IManifestProver {
    using DotEvidenceLib for IDotProducts;

    IModelRegistry public immutable MODELS;
    IContributionRegistry public immutable CONTRIBUTIONS;
    IDotProducts public immutable DOTS;

    constructor(IModelRegistry models, IContributionRegistry contributions, IDotProducts dots) {
        MODELS = models;
        CONTRIBUTIONS = contributions;
        DOTS = dots;
    }

    /* WEIGHTS */

    /// @inheritdoc IManifestProver
    function refuteWeight(
        uint256 modelId,
        Manifest calldata manifest,
        CellProof calldata cell,
        ContributionCellsProof calldata cells,
        bytes calldata heldOut,
        bytes calldata response
    ) external {
        ModelRecord memory model = MODELS.recordOf(modelId);
        _requireManifest(model, manifest);
        _requireCell(model, cell);
        _requireOwner(model, cell, cells);
        bytes32 heldOutRoot = _heldOutRootOf(manifest, cells.cells.contributionId);
        require(heldOutRoot != 0, ProverNoVersion(cells.cells.contributionId));

        int256 dot = DOTS.committedDot(model.lanes, heldOutRoot, heldOut, cell.cell.vectorRoot, response);
        require(cell.cell.weight != (dot > 0 ? uint256(dot) : 0), ProverStepIsRight());
        MODELS.fall(modelId, "weight", msg.sender);
    }

    /// @inheritdoc IManifestProver
    function refuteVersion(
        uint256 modelId,
        Manifest calldata manifest,
        ContributionCellsProof calldata cells
    ) external {
        ModelRecord memory model = MODELS.recordOf(modelId);
        _requireManifest(model, manifest);
        _requireCells(model, cells);

        require(_heldOutRootOf(manifest, cells.cells.contributionId) == 0, ProverStepIsRight());
        MODELS.fall(modelId, "version", msg.sender);
    }

    /// @return root of the held-out vector of the contribution's own Datanet; 0 when that is none of the manifest's, as no
    /// registered root is.
    function _heldOutRootOf(Manifest calldata manifest, uint256 contributionId) private view returns (bytes32 root) {
        uint256 datanetId = CONTRIBUTIONS.recordOf(contributionId).datanetId; // 0 for no contribution, and no Datanet has it
        for (uint256 i = 0; i < manifest.versions.length; ++i) {
            if (manifest.versions[i].datanetId == datanetId) return manifest.versions[i].heldOutRoot;
        }
    }

    /* DEFAULT LIST */

    /// @inheritdoc IManifestProver
    function refuteDefault(uint256 modelId, Entry[] calldata defaults, uint8 entry, CellProof calldata cell) external {
        ModelRecord memory model = MODELS.recordOf(modelId);
        _requireDefaults(model, defaults);
        require(entry < defaults.length, ProverNoSuchDefault(entry, defaults.length));
        Entry calldata listed = defaults[entry];
        require(cell.index == listed.cell, ProverCellNotEntry(cell.index, listed.cell));
        _requireCell(model, cell);

        require(listed.share != cell.cell.weight, ProverStepIsRight());
        MODELS.fall(modelId, "defaults", msg.sender);
    }

    /// @inheritdoc IManifestProver
    function refuteDefaultOmitted(uint256 modelId, Entry[] calldata defaults, CellProof calldata cell) external {
        ModelRecord memory model = MODELS.recordOf(modelId);
        _requireDefaults(model, defaults);
        _requireCell(model, cell);
        for (uint256 i = 0; i < defaults.length; ++i) {
            require(defaults[i].cell != cell.index, ProverCellListed(cell.index));
        }

        uint64 weight = cell.cell.weight;
        require(weight != 0, ProverStepIsRight());
        if (defaults.length >= DefaultsLib.MAX_ENTRIES) {
            Entry calldata last = defaults[defaults.length - 1];
            require(PayoutLib.ranksBefore(weight, cell.index, last.share, last.cell), ProverStepIsRight());
        }
        MODELS.fall(modelId, "defaults", msg.sender);
    }

    /* TABLE */

    /// @inheritdoc IManifestProver
    function refuteRange(uint256 modelId, ContributionCellsProof calldata cells) external {
        ModelRecord memory model = MODELS.recordOf(modelId);
        _requireCells(model, cells);

        ContributionCells calldata range = cells.cells;
        bool isRight = range.cellCount != 0;
        if (cells.index == 0 && range.firstCell != 0) isRight = false;
        if (cells.index == model.contributionCount - 1 && _endOf(range) != model.cellCount) isRight = false;
        require(!isRight, ProverStepIsRight());
        MODELS.fall(modelId, "table", msg.sender);
    }

    /// @inheritdoc IManifestProver
    function refuteGap(
        uint256 modelId,
        ContributionCellsProof calldata cells,
        ContributionCellsProof calldata next
    ) external {
        ModelRecord memory model = MODELS.recordOf(modelId);
        _requireCells(model, cells);
        require(next.index == cells.index + 1, ProverWrongContribution(next.index, cells.index + 1));
        _requireCells(model, next);

        bool isRight =
            next.cells.firstCell == _endOf(cells.cells) && next.cells.contributionId > cells.cells.contributionId;
        require(!isRight, ProverStepIsRight());
        MODELS.fall(modelId, "table", msg.sender);
    }

    /// @inheritdoc IManifestProver
    function refuteCell(uint256 modelId, CellProof calldata cell, ContributionCellsProof calldata cells) external {
        ModelRecord memory model = MODELS.recordOf(modelId);
        _requireCell(model, cell);

        if (cell.cell.contribution < model.contributionCount && cell.cell.vectorRoot != 0) {
            _requireOwner(model, cell, cells);
            bool isOutside = cell.index < cells.cells.firstCell || cell.index >= _endOf(cells.cells);
            require(isOutside, ProverStepIsRight());
        }
        MODELS.fall(modelId, "table", msg.sender);
    }

    /// @inheritdoc IManifestProver
    function refuteZeroCell(uint256 modelId, uint32 index, bytes32[] calldata proof) external {
        ModelRecord memory model = MODELS.recordOf(modelId);
        require(MerkleLib.verify(model.responseRoot, model.cellCount, 0, index, proof), ProverBadLeafProof(index));
        MODELS.fall(modelId, "table", msg.sender);
    }

    /// @inheritdoc IManifestProver
    function refuteZeroRange(uint256 modelId, uint32 index, bytes32[] calldata proof) external {
        ModelRecord memory model = MODELS.recordOf(modelId);
        bytes32 root = model.contributionRoot;
        require(MerkleLib.verify(root, model.contributionCount, 0, index, proof), ProverBadLeafProof(index));
        MODELS.fall(modelId, "table", msg.sender);
    }

    /// @return the cell after the contribution's last. Beyond 32 bits for a range that no honest table has.
    function _endOf(ContributionCells calldata range) private pure returns (uint256) {
        return uint256(range.firstCell) + range.cellCount;
    }

    /* EVIDENCE */

    function _requireManifest(ModelRecord memory model, Manifest calldata manifest) private pure {
        bytes32 given = keccak256(abi.encode(manifest));
        require(given == model.manifestHash, ProverWrongManifest(given, model.manifestHash));
    }

    function _requireDefaults(ModelRecord memory model, Entry[] calldata defaults) private pure {
        bytes32 given = EntryLib.listHash(defaults);
        require(given == model.defaultsHash, ProverWrongDefaults(given, model.defaultsHash));
    }

    function _requireCell(ModelRecord memory model, CellProof calldata cell) private pure {
        bytes32 leaf = CellLib.hash(cell.cell);
        require(
            MerkleLib.verify(model.responseRoot, model.cellCount, leaf, cell.index, cell.proof),
            ProverBadCellProof(cell.index)
        );
    }

    function _requireCells(ModelRecord memory model, ContributionCellsProof calldata cells) private pure {
        bytes32 leaf = ContributionCellsLib.hash(cells.cells);
        require(
            MerkleLib.verify(model.contributionRoot, model.contributionCount, leaf, cells.index, cells.proof),
            ProverBadContributionProof(cells.index)
        );
    }

    /// @dev That `cells` is the contribution that the cell names.
    function _requireOwner(
        ModelRecord memory model,
        CellProof calldata cell,
        ContributionCellsProof calldata cells
    ) private pure {
        uint32 expected = cell.cell.contribution;
        require(cells.index == expected, ProverWrongContribution(cells.index, expected));
        _requireCells(model, cells);
    }
}
