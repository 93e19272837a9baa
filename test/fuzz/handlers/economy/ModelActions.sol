// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ContributionRegistry} from "../../../../contracts/datanet/ContributionRegistry.sol";
import {DatanetRegistry} from "../../../../contracts/datanet/DatanetRegistry.sol";
import {OwnerReview} from "../../../../contracts/datanet/OwnerReview.sol";
import {IContributionRegistry} from "../../../../contracts/interfaces/IContributionRegistry.sol";
import {ContributionCellsLib} from "../../../../contracts/libraries/ContributionCellsLib.sol";
import {AccessMode} from "../../../../contracts/types/AccessMode.sol";
import {ContributionCells} from "../../../../contracts/types/ContributionCells.sol";
import {Entry} from "../../../../contracts/types/Entry.sol";
import {ContributionCellsProof} from "../../../../contracts/types/Evidence.sol";
import {Manifest} from "../../../../contracts/types/Manifest.sol";
import {ModelRecord} from "../../../../contracts/types/ModelRecord.sol";
import {Parameter} from "../../../../contracts/types/Parameter.sol";
import {VersionRef} from "../../../../contracts/types/VersionRef.sol";
import {vm} from "../Vm.sol";
import {Cast} from "./Cast.sol";
import {Contracts} from "./Contracts.sol";
import {EconomyHandler} from "./EconomyHandler.sol";

/// @notice Four contributions, whose owners change, and models that are trained on two of them each. The later ones descend from the earlier.
/// Every manifest has a gap in its table, so that anybody can bring its model down with a real proof; few do.
contract ModelActions is EconomyHandler {
    uint256 public constant CONTRIBUTIONS = 4;
    uint256 public constant MAX_MODELS = 6;
    bytes32 private constant _SOME = bytes32(uint256(1)); // any hash

    ContributionRegistry private immutable _CONTRIBUTIONS;
    DatanetRegistry private immutable _DATANETS;

    uint256 private _block = 10;
    uint256 public count; // models are numbered from 1
    uint256 public bondsIn; // token base units
    uint256 public bondsBack; // token base units
    mapping(uint256 modelId => uint256) private _bond; // token base units, at registration

    constructor(Contracts memory all, Cast cast) EconomyHandler(all, cast) {
        (_CONTRIBUTIONS, _DATANETS) = (all.contributions, all.datanets);
        _DATANETS.create("campaign", _SOME, "", AccessMode.Open, address(all.review));
        vm.roll(_block);
        for (uint256 i = 0; i < CONTRIBUTIONS; ++i) _contribute(all.review, _actor(i));
        _DATANETS.freeze(1);
        vm.roll(_DATANETS.versionOf(1, 1).seedBlock + 1);
        _DATANETS.recordSeed(1, 1);
        _register(_actor(0), new uint256[](0));
        uint256[] memory parents = new uint256[](1);
        parents[0] = 1;
        _register(_actor(1), parents);
        parents = new uint256[](2);
        (parents[0], parents[1]) = (1, 2);
        _register(_actor(2), parents);
    }

    function _contribute(OwnerReview review, address contributor) private {
        IContributionRegistry.Contribution memory given = IContributionRegistry.Contribution({
            datanetId: 1,
            root: _SOME,
            chunkCount: 1,
            licence: "CC0-1.0",
            uri: ""
        });
        bytes32 commitment = _CONTRIBUTIONS.commitmentOf(contributor, given, 0);
        _as(contributor);
        _CONTRIBUTIONS.commit(commitment);
        vm.roll(++_block);
        _as(contributor);
        review.review(_CONTRIBUTIONS.reveal(given, 0), true, 0);
    }

    /* REGISTRATION */

    /// @dev Only where less than three stand: so that models live to be paid for.
    function register(uint256 who, uint256 parent) external {
        uint256 bond = _get(Parameter.TrainerBond);
        if (count == MAX_MODELS || _standing() > 2 || _TOKEN.balanceOf(_actor(who)) < bond) return;
        (uint256 parentId, bool isFound) = findPayable(parent);
        uint256[] memory parents = new uint256[](isFound ? 1 : 0);
        if (isFound) parents[0] = parentId;
        _register(_actor(who), parents);
        ++done["register"];
    }

    function _standing() private view returns (uint256 standing) {
        for (uint256 modelId = 1; modelId <= count; ++modelId) {
            ModelRecord memory record = _MODELS.recordOf(modelId);
            if (record.fellAt == 0 && record.retiredAt == 0) ++standing;
        }
    }

    function _register(address trainer, uint256[] memory parents) private {
        bytes32[] memory seeds = new bytes32[](1);
        seeds[0] = _DATANETS.versionOf(1, 1).seed;
        uint256 modelId = ++count;
        Manifest memory manifest;
        manifest.baseHash = _SOME;
        manifest.parents = parents;
        manifest.versions = new VersionRef[](1);
        manifest.versions[0] = VersionRef({datanetId: 1, version: 1, heldOutRoot: _SOME});
        manifest.seed = keccak256(abi.encode(seeds));
        manifest.engineHash = _SOME;
        manifest.recipeHash = _SOME;
        manifest.weightsHash = _SOME;
        manifest.contributionRoot = keccak256(abi.encode(_leafOf(modelId, 0), _leafOf(modelId, 1)));
        manifest.contributionCount = 2;
        manifest.responseRoot = _SOME;
        manifest.cellCount = 3;
        manifest.lanes = 32;
        manifest.dataHash = _SOME;
        Entry[] memory defaults = new Entry[](1);
        defaults[0].share = 1;
        _bond[modelId] = _get(Parameter.TrainerBond);
        _as(trainer);
        require(_MODELS.register(manifest, defaults, "") == modelId, "register: another id");
        bondsIn += _bond[modelId];
    }

    /// @return cells of a model's contribution. The second cell is nobody's.
    function _cellsOf(uint256 modelId, uint32 index) private pure returns (ContributionCells memory cells) {
        cells = ContributionCells({contributionId: contributionOf(modelId, index), firstCell: 2 * index, cellCount: 1});
    }

    function _leafOf(uint256 modelId, uint32 index) private pure returns (bytes32) {
        return ContributionCellsLib.hash(_cellsOf(modelId, index));
    }

    /// @return contributionId of the first (0) or second (1) that a model is trained on.
    function contributionOf(uint256 modelId, uint32 index) public pure returns (uint256 contributionId) {
        return 1 + (modelId % (CONTRIBUTIONS - 1)) + index;
    }

    /* THE END OF A MODEL */

    /// @dev Rarely: so that models live to be paid for.
    function retire(uint256 model, uint256 rarely) external {
        uint256 modelId = 1 + (model % count);
        ModelRecord memory record = _MODELS.recordOf(modelId);
        if (rarely % 16 != 0 || record.retiredAt != 0 || record.fellAt != 0) return;
        _as(_MODELS.ownerOf(modelId));
        _MODELS.retire(modelId);
        ++done["retire"];
    }

    function releaseBond(uint256 model) external {
        uint256 modelId = 1 + (model % count);
        ModelRecord memory record = _MODELS.recordOf(modelId);
        (address trainer, uint128 bond) = _MODELS.trainerOf(modelId);
        // However short unbonding was when it was retired: the longest is over.
        if (record.retiredAt == 0 || block.timestamp < record.retiredAt + 90 days || bond == 0) return;
        uint256 before = _TOKEN.balanceOf(trainer);
        _MODELS.releaseBond(modelId);
        bondsBack += _TOKEN.balanceOf(trainer) - before;
        ++done["releaseBond"];
    }

    /// @return proven a model's contribution, in its table. The two together show the gap.
    function proofOf(uint256 modelId, uint32 index) external pure returns (ContributionCellsProof memory proven) {
        proven.cells = _cellsOf(modelId, index);
        proven.index = index;
        proven.proof = new bytes32[](1);
        proven.proof[0] = _leafOf(modelId, 1 - index);
    }

    /* WHAT OTHERS ASK */

    function isFallen(uint256 modelId) public view returns (bool) {
        return _MODELS.recordOf(modelId).fellAt != 0;
    }

    /// @return bonds that the registry holds, token base units.
    function bondsHeld() external view returns (uint256 bonds) {
        for (uint256 modelId = 1; modelId <= count; ++modelId) {
            (, uint128 bond) = _MODELS.trainerOf(modelId);
            bonds += bond;
        }
    }

    /// @return bonds that fallen models had, token base units.
    function bondsLost() external view returns (uint256 bonds) {
        for (uint256 modelId = 1; modelId <= count; ++modelId) {
            if (isFallen(modelId)) bonds += _bond[modelId];
        }
    }

    /// @dev The first from a place on, of any number of models.
    function findPayable(uint256 from) public view returns (uint256 modelId, bool isFound) {
        for (uint256 i = 0; i < count; ++i) {
            modelId = 1 + (((from % count) + i) % count);
            if (_MODELS.isPayable(modelId)) return (modelId, true);
        }
    }

    /// @dev Whose vouchers still settle; a retired one's, for a while.
    function findSettleable(uint256 from) external view returns (uint256 modelId, bool isFound) {
        for (uint256 i = 0; i < count; ++i) {
            modelId = 1 + (((from % count) + i) % count);
            if (_MODELS.isSettleable(modelId)) return (modelId, true);
        }
    }

    function findFallen(uint256 from) external view returns (uint256 modelId, bool isFound) {
        for (uint256 i = 0; i < count; ++i) {
            modelId = 1 + (((from % count) + i) % count);
            if (isFallen(modelId)) return (modelId, true);
        }
    }
}
