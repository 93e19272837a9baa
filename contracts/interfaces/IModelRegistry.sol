// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {ContributionCells} from "../types/ContributionCells.sol";
import {Entry} from "../types/Entry.sol";
import {Manifest} from "../types/Manifest.sol";
import {ModelRecord} from "../types/ModelRecord.sol";

/// @title Models. One token = one model version; its owner takes the model owner's part of the fees.
/// @dev Money law: balance = bonds taken - bonds released - bonds of fallen models. See docs/invariants.md.
interface IModelRegistry is IERC721 {
    event ModelRegistered(
        uint256 indexed modelId,
        address indexed trainer,
        bytes32 indexed manifestHash,
        Manifest manifest,
        Entry[] defaults,
        string uri,
        uint128 bond,
        uint40 opensAt
    );
    event ModelRetired(uint256 indexed modelId, address indexed owner, uint40 settlesUntil, uint40 bondReleaseAt);
    event BondReleased(uint256 indexed modelId, address indexed trainer, uint128 amount);
    /// @dev The bond is gone: `bounty` to the challenger, `burnt` to nobody.
    event ModelFell(
        uint256 indexed modelId,
        address indexed trainer,
        string proof,
        address indexed challenger,
        uint128 bounty,
        uint128 burnt
    );
    event ModelFlagged(uint256 indexed modelId, uint256 indexed contributionId);

    error ModelUnknown(uint256 modelId);
    error ModelNoVersions();
    error ModelVersionsUnsorted(uint256 index);
    error ModelSeedNotRecorded(uint256 datanetId, uint32 version);
    error ModelWrongSeed(bytes32 given, bytes32 expected);
    error ModelTrainerNotGranted(uint256 datanetId, address trainer);
    error ModelParentUnusable(uint256 parentId);
    error ModelParentsUnsorted(uint256 index);
    error ModelTooManyParents(uint256 given, uint256 max);
    error ModelEmpty(uint32 contributions, uint32 cells);
    error ModelBadLanes(uint32 lanes);
    error ModelZeroHash();
    error ModelBadDefaults(uint256 index);
    error ModelNotOwner(uint256 modelId, address caller, address owner);
    error ModelAlreadyRetired(uint256 modelId);
    error ModelNotJudge(address caller);
    error ModelAlreadyFallen(uint256 modelId);
    error ModelBondNotReleased(uint256 modelId, uint256 releaseAt);
    error ModelBondAlreadyReleased(uint256 modelId);
    error ModelConsentStands(uint256 contributionId);
    error ModelBadContributionProof(uint256 modelId, uint32 index);
    error ModelAlreadyFlagged(uint256 modelId, uint256 contributionId);

    /// @notice Registers a model version and takes the trainer's bond. Mints to the caller. Ids start at 1.
    /// @dev Emits {ModelRegistered}. Requirements:
    /// - versions strictly ascending by Datanet, at least one, each with a recorded seed, and `seed` the hash of all;
    /// - every Datanet is open, or its owner agreed to the caller;
    /// - parents strictly ascending, at most 8, registered, neither retired nor fallen;
    /// - no hash is zero; at least one contribution and one cell; lanes a positive multiple of 32;
    /// - the caller approved TrainerBond of OPEN.
    /// Warning: whether the manifest is what the recipe gives is not checked here: that is what its window and the bond are for.
    /// @param defaults cells of largest weight, at most 16, sorted like a row's entries, `share = w > 0`: who is paid for an
    /// answer that no cell moved.
    function register(
        Manifest calldata manifest,
        Entry[] calldata defaults,
        string calldata uri
    ) external returns (uint256 modelId);

    /// @notice Ends new payments to the model. Only its owner, not once it fell. What was signed before is still settled for
    /// WithdrawalDelaySeconds, and what is in open buckets is still attributed.
    /// @dev Emits {ModelRetired}. That delay and the unbonding time are fixed now.
    function retire(uint256 modelId) external;

    /// @notice Returns the bond to the trainer, an unbonding time after retirement, unless the model fell. Anybody may send it.
    /// Emits {BondReleased}.
    function releaseBond(uint256 modelId) external returns (uint128 amount);

    /// @notice Ends a model whose manifest was shown to be wrong, while its bond is held. Takes the bond: BountyBps of it, at most
    /// BountyCap, goes to the challenger, the rest burns. The model takes no payment any more; its batches that are not final are void
    /// (nobody is slashed for them), and payers get back what no final batch answered. Only a judge. Emits {ModelFell}.
    /// @param proof name of the proof, for the log.
    /// @param challenger who takes the bounty; 0 is nobody, and all burns.
    function fall(uint256 modelId, string calldata proof, address challenger) external;

    /// @notice Marks a model as trained on data whose consent was withdrawn. Anybody. Emits {ModelFlagged}.
    /// @param index place of `cells` in the manifest's contribution table.
    function flag(uint256 modelId, ContributionCells calldata cells, uint32 index, bytes32[] calldata proof) external;

    /// @dev Reverts when there is no such model.
    function recordOf(uint256 modelId) external view returns (ModelRecord memory record);

    /// @return trainer who registered it, 0 when there is no such model.
    /// @return bond token base units still held.
    function trainerOf(uint256 modelId) external view returns (address trainer, uint128 bond);

    /// @return parents models this one descends from, ascending; at most 8. Empty when there is no such model.
    function parentsOf(uint256 modelId) external view returns (uint256[] memory parents);

    function isFlagged(uint256 modelId, uint256 contributionId) external view returns (bool);

    /// @notice Whether the model takes payments now: known, its manifest window over, neither retired nor fallen.
    function isPayable(uint256 modelId) external view returns (bool);

    /// @notice Whether vouchers for the model can be settled now: it is payable, or retired for less than the delay fixed then.
    function isSettleable(uint256 modelId) external view returns (bool);

    /// @notice Whether the account is one of the contracts that show a manifest to be wrong.
    function isJudge(address account) external view returns (bool);
}
