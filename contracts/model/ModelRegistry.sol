// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IInferenceVault} from "../interfaces/IInferenceVault.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {BountyLib} from "../libraries/BountyLib.sol";
import {ContributionCellsLib} from "../libraries/ContributionCellsLib.sol";
import {DefaultsLib} from "../libraries/DefaultsLib.sol";
import {EntryLib} from "../libraries/EntryLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {WiredOnce} from "../libraries/WiredOnce.sol";
import {ContributionCells} from "../types/ContributionCells.sol";
import {Entry} from "../types/Entry.sol";
import {Manifest} from "../types/Manifest.sol";
import {ModelRecord} from "../types/ModelRecord.sol";
import {Parameter} from "../types/Parameter.sol";
import {VersionRef} from "../types/VersionRef.sol";

/// @title Model versions, their manifests and their trainers' bonds.
/// @dev Loops run over what the caller passes (parents, versions, default list), never over contributions or cells.
///
/// Assumptions.
/// Token: OPEN; moves exactly what is asked, calls nobody back, burns.
/// Judges: ours, immutable; they let a model fall only when they have shown its manifest to be wrong.
/// Vault, ledger: ours, immutable; called after all effects.
contract ModelRegistry is ERC721, IModelRegistry, WiredOnce {
    using BountyLib for IParameters;
    using SafeERC20 for IERC20;

    struct Bond {
        // slot 0
        address trainer;
        uint96 amount; // token base units, 0 once released or lost (a bond is at least 1 OPEN)
        // slot 1
        uint40 releaseAt; // Unix seconds, fixed at retirement, 0 before
    }

    uint256 public constant MAX_PARENTS = 8;

    IERC20 public immutable TOKEN;
    IParameters public immutable PARAMETERS;
    IDatanetRegistry public immutable DATANETS;
    IContributionRegistry public immutable CONTRIBUTIONS;

    /// @notice Take note of a fall. Wired once.
    IInferenceVault public vault;
    IAttributionLedger public ledger;

    /// @inheritdoc IModelRegistry
    mapping(address account => bool) public isJudge; // wired once

    uint256 private _modelCount;
    mapping(uint256 modelId => ModelRecord record) private _records;
    mapping(uint256 modelId => uint256[] parents) private _parents;
    // Money law: token balance = sum of the bonds' amounts.
    mapping(uint256 modelId => Bond bond) private _bonds;
    mapping(uint256 modelId => bytes32 dataHash) private _dataHashes;
    mapping(uint256 modelId => mapping(uint256 contributionId => bool flagged)) private _flagged;

    constructor(
        IERC20 token,
        IParameters parameters,
        IDatanetRegistry datanets,
        IContributionRegistry contributions
    ) ERC721("OpenLedger Model", "MODEL") {
        TOKEN = token;
        PARAMETERS = parameters;
        DATANETS = datanets;
        CONTRIBUTIONS = contributions;
    }

    /// @notice Names the vault, the ledger and the judges. Only the deployer, once.
    function wire(IInferenceVault vault_, IAttributionLedger ledger_, address[] calldata judges) external {
        vault = IInferenceVault(_wireOnce("vault", address(vault), address(vault_)));
        ledger = IAttributionLedger(_wireOnce("ledger", address(ledger), address(ledger_)));
        for (uint256 i = 0; i < judges.length; ++i) isJudge[_wireOnce("judge", address(0), judges[i])] = true;
    }

    /* REGISTRATION */

    /// @inheritdoc IModelRegistry
    function register(
        Manifest calldata manifest,
        Entry[] calldata defaults,
        string calldata uri
    ) external returns (uint256 modelId) {
        _requireShape(manifest);
        _requireDefaults(defaults, manifest.cellCount);
        _requireParents(manifest.parents);
        _requireVersions(manifest.versions, manifest.seed);

        // Ids start at 1 so that 0 means "no model".
        modelId = ++_modelCount;
        bytes32 manifestHash = keccak256(abi.encode(manifest));
        uint96 bond = SafeCast.toUint96(PARAMETERS.get(Parameter.TrainerBond));
        uint40 opensAt = uint40(block.timestamp + PARAMETERS.get(Parameter.ManifestWindowSeconds));
        _records[modelId] = ModelRecord({
            manifestHash: manifestHash,
            contributionRoot: manifest.contributionRoot,
            responseRoot: manifest.responseRoot,
            defaultsHash: EntryLib.listHash(defaults),
            contributionCount: manifest.contributionCount,
            cellCount: manifest.cellCount,
            lanes: manifest.lanes,
            opensAt: opensAt,
            retiredAt: 0,
            settlesUntil: 0,
            fellAt: 0
        });
        _parents[modelId] = manifest.parents;
        _dataHashes[modelId] = manifest.dataHash;
        _bonds[modelId].trainer = msg.sender;
        _bonds[modelId].amount = bond;
        _mint(msg.sender, modelId);
        emit ModelRegistered(modelId, msg.sender, manifestHash, manifest, defaults, uri, bond, opensAt);

        TOKEN.safeTransferFrom(msg.sender, address(this), bond);
    }

    function _requireShape(Manifest calldata manifest) private pure {
        if (
            manifest.baseHash == 0 ||
            manifest.engineHash == 0 ||
            manifest.recipeHash == 0 ||
            manifest.weightsHash == 0 ||
            manifest.contributionRoot == 0 ||
            manifest.responseRoot == 0 ||
            manifest.dataHash == 0
        ) revert ModelZeroHash();
        if (manifest.contributionCount == 0 || manifest.cellCount == 0) {
            revert ModelEmpty(manifest.contributionCount, manifest.cellCount);
        }
        if (manifest.lanes == 0 || manifest.lanes % 32 != 0) revert ModelBadLanes(manifest.lanes);
    }

    function _requireDefaults(Entry[] calldata defaults, uint32 cellCount) private pure {
        if (defaults.length == 0 || defaults.length > DefaultsLib.MAX_ENTRIES) {
            revert ModelBadDefaults(defaults.length);
        }
        uint256 fault = DefaultsLib.firstFault(defaults, cellCount);
        if (fault != defaults.length) revert ModelBadDefaults(fault);
    }

    /// @dev Parents exist before their children, so that no lineage is circular.
    function _requireParents(uint256[] calldata parents) private view {
        if (parents.length > MAX_PARENTS) revert ModelTooManyParents(parents.length, MAX_PARENTS);
        for (uint256 i = 0; i < parents.length; ++i) {
            if (i > 0 && parents[i] <= parents[i - 1]) revert ModelParentsUnsorted(i);
            ModelRecord storage parent = _records[parents[i]];
            if (parent.manifestHash == 0 || _isOver(parent)) revert ModelParentUnusable(parents[i]);
        }
    }

    function _requireVersions(VersionRef[] calldata versions, bytes32 seed) private view {
        if (versions.length == 0) revert ModelNoVersions();
        bytes32[] memory seeds = new bytes32[](versions.length);
        for (uint256 i = 0; i < versions.length; ++i) {
            VersionRef calldata ref = versions[i];
            if (i > 0 && ref.datanetId <= versions[i - 1].datanetId) revert ModelVersionsUnsorted(i);
            if (ref.heldOutRoot == 0) revert ModelZeroHash();
            seeds[i] = DATANETS.versionOf(ref.datanetId, ref.version).seed;
            if (seeds[i] == 0) revert ModelSeedNotRecorded(ref.datanetId, ref.version);
            if (!DATANETS.mayTrain(ref.datanetId, msg.sender)) {
                revert ModelTrainerNotGranted(ref.datanetId, msg.sender);
            }
        }
        bytes32 expected = keccak256(abi.encode(seeds));
        if (seed != expected) revert ModelWrongSeed(seed, expected);
    }

    /* RETIREMENT */

    /// @inheritdoc IModelRegistry
    function retire(uint256 modelId) external {
        _requireKnown(modelId);
        address owner = _ownerOf(modelId);
        if (msg.sender != owner) revert ModelNotOwner(modelId, msg.sender, owner);
        ModelRecord storage record = _records[modelId];
        if (record.retiredAt != 0) revert ModelAlreadyRetired(modelId);
        if (record.fellAt != 0) revert ModelAlreadyFallen(modelId);

        uint40 settlesUntil = uint40(block.timestamp + PARAMETERS.get(Parameter.WithdrawalDelaySeconds));
        uint40 releaseAt = uint40(block.timestamp + PARAMETERS.get(Parameter.UnbondingSeconds));
        record.retiredAt = uint40(block.timestamp);
        record.settlesUntil = settlesUntil;
        _bonds[modelId].releaseAt = releaseAt;
        emit ModelRetired(modelId, owner, settlesUntil, releaseAt);
    }

    /// @inheritdoc IModelRegistry
    function releaseBond(uint256 modelId) external returns (uint128 amount) {
        if (_records[modelId].fellAt != 0) revert ModelAlreadyFallen(modelId);
        Bond storage bond = _bonds[modelId];
        uint40 releaseAt = bond.releaseAt;
        // Not retired (or not known) reads as 0: never.
        if (releaseAt == 0 || block.timestamp < releaseAt) revert ModelBondNotReleased(modelId, releaseAt);
        if (bond.amount == 0) revert ModelBondAlreadyReleased(modelId);

        amount = bond.amount;
        address trainer = bond.trainer;
        bond.amount = 0;
        emit BondReleased(modelId, trainer, amount);

        TOKEN.safeTransfer(trainer, amount);
    }

    /* FALL */

    /// @inheritdoc IModelRegistry
    function fall(uint256 modelId, string calldata proof, address challenger) external {
        if (!isJudge[msg.sender]) revert ModelNotJudge(msg.sender);
        _requireKnown(modelId);
        ModelRecord storage record = _records[modelId];
        if (record.fellAt != 0) revert ModelAlreadyFallen(modelId);
        Bond storage bond = _bonds[modelId];
        uint128 taken = bond.amount;
        if (taken == 0) revert ModelBondAlreadyReleased(modelId);

        record.fellAt = uint40(block.timestamp);
        bond.amount = 0;
        uint128 bounty = PARAMETERS.bountyOf(taken, challenger);
        uint128 burnt = taken - bounty;
        emit ModelFell(modelId, bond.trainer, proof, challenger, bounty, burnt);

        vault.stop(modelId);
        ledger.voidPending(modelId);
        if (bounty != 0) TOKEN.safeTransfer(challenger, bounty);
        ERC20Burnable(address(TOKEN)).burn(burnt);
    }

    /* WITHDRAWN DATA */

    /// @inheritdoc IModelRegistry
    function flag(uint256 modelId, ContributionCells calldata cells, uint32 index, bytes32[] calldata proof) external {
        _requireKnown(modelId);
        ModelRecord storage record = _records[modelId];
        uint256 contributionId = cells.contributionId;
        bytes32 leaf = ContributionCellsLib.hash(cells);
        if (!MerkleLib.verify(record.contributionRoot, record.contributionCount, leaf, index, proof)) {
            revert ModelBadContributionProof(modelId, index);
        }
        if (_flagged[modelId][contributionId]) revert ModelAlreadyFlagged(modelId, contributionId);
        if (CONTRIBUTIONS.recordOf(contributionId).withdrawnAt == 0) revert ModelConsentStands(contributionId);

        _flagged[modelId][contributionId] = true;
        emit ModelFlagged(modelId, contributionId);
    }

    /* VIEWS */

    /// @inheritdoc IModelRegistry
    function recordOf(uint256 modelId) external view returns (ModelRecord memory) {
        _requireKnown(modelId);
        return _records[modelId];
    }

    /// @inheritdoc IModelRegistry
    function trainerOf(uint256 modelId) external view returns (address trainer, uint128 bond) {
        return (_bonds[modelId].trainer, _bonds[modelId].amount);
    }

    /// @inheritdoc IModelRegistry
    function parentsOf(uint256 modelId) external view returns (uint256[] memory) {
        return _parents[modelId];
    }

    /// @inheritdoc IModelRegistry
    function isFlagged(uint256 modelId, uint256 contributionId) external view returns (bool) {
        return _flagged[modelId][contributionId];
    }

    /// @inheritdoc IModelRegistry
    function isPayable(uint256 modelId) external view returns (bool) {
        ModelRecord storage record = _records[modelId];
        return record.manifestHash != 0 && !_isOver(record) && block.timestamp >= record.opensAt;
    }

    /// @inheritdoc IModelRegistry
    function isSettleable(uint256 modelId) external view returns (bool) {
        ModelRecord storage record = _records[modelId];
        if (record.manifestHash == 0 || record.fellAt != 0 || block.timestamp < record.opensAt) return false;
        return record.retiredAt == 0 || block.timestamp < record.settlesUntil;
    }

    function _isOver(ModelRecord storage record) private view returns (bool) {
        return record.retiredAt != 0 || record.fellAt != 0;
    }

    /// @notice The address of the model's bundle: docs/file-formats.md, "Bundles".
    function tokenURI(uint256 modelId) public view override returns (string memory) {
        _requireOwned(modelId);
        return string.concat("urn:openledger:bundle:", Strings.toHexString(uint256(_dataHashes[modelId]), 32));
    }

    function _requireKnown(uint256 modelId) private view {
        if (_records[modelId].manifestHash == 0) revert ModelUnknown(modelId);
    }
}
