// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Parameters} from "../../../contracts/governance/Parameters.sol";
import {IAttributionLedger} from "../../../contracts/interfaces/IAttributionLedger.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IDatanetRegistry} from "../../../contracts/interfaces/IDatanetRegistry.sol";
import {IInferenceVault} from "../../../contracts/interfaces/IInferenceVault.sol";
import {ModelRegistry} from "../../../contracts/model/ModelRegistry.sol";
import {OpenToken} from "../../../contracts/token/OpenToken.sol";
import {Entry} from "../../../contracts/types/Entry.sol";
import {Manifest} from "../../../contracts/types/Manifest.sol";
import {ModelRecord} from "../../../contracts/types/ModelRecord.sol";
import {Parameter} from "../../../contracts/types/Parameter.sol";
import {VersionRef} from "../../../contracts/types/VersionRef.sol";
import {vm} from "./Vm.sol";

/// @notice Two trainers who register and retire models, which fall or return their bonds, in any order and under any bonds and bounties.
/// The handler is the judge, and the Datanets, the vault and the ledger to the registry.
contract ModelsHandler {
    uint256 public constant TRAINERS = 2;
    uint256 public constant FORTUNE = 1e26; // of each trainer, token base units
    address public constant CHALLENGER = address(0xC0DE);
    bytes32 private constant _SOME = bytes32(uint256(1)); // any hash

    OpenToken public immutable TOKEN = new OpenToken(address(this));
    Parameters public immutable PARAMETERS = new Parameters(
        address(this),
        address(this),
        address(this),
        new Parameter[](0),
        new uint256[](0)
    );
    ModelRegistry public immutable MODELS;
    uint256 public models;
    uint256 private _now = 1_800_000_000;

    constructor() {
        vm.warp(_now);
        MODELS = new ModelRegistry(
            TOKEN,
            PARAMETERS,
            IDatanetRegistry(address(this)),
            IContributionRegistry(address(this))
        );
        address[] memory judges = new address[](1);
        judges[0] = address(this);
        MODELS.wire(IInferenceVault(address(this)), IAttributionLedger(address(this)), judges);
        for (uint256 i = 0; i < TRAINERS; ++i) {
            TOKEN.transfer(trainer(i), FORTUNE);
            vm.prank(trainer(i));
            TOKEN.approve(address(MODELS), type(uint256).max);
        }
    }

    function trainer(uint256 seed) public pure returns (address) {
        return address(uint160(0xA000 + (seed % TRAINERS)));
    }

    function register(uint256 who, uint256 parent) external {
        uint256 bond = PARAMETERS.get(Parameter.TrainerBond);
        if (TOKEN.balanceOf(trainer(who)) < bond) return;
        Manifest memory manifest = _manifest();
        if (models != 0 && _stands(1 + (parent % models))) {
            manifest.parents = new uint256[](1);
            manifest.parents[0] = 1 + (parent % models);
        }
        Entry[] memory defaults = new Entry[](1);
        defaults[0].share = 1;
        vm.prank(trainer(who));
        models = MODELS.register(manifest, defaults, "");
    }

    function retire(uint256 seed) external {
        if (models == 0) return;
        uint256 modelId = 1 + (seed % models);
        if (!_stands(modelId)) return;
        address owner = MODELS.ownerOf(modelId);
        vm.prank(owner);
        MODELS.retire(modelId);
    }

    function releaseBond(uint256 seed) external {
        if (models == 0) return;
        uint256 modelId = 1 + (seed % models);
        ModelRecord memory record = MODELS.recordOf(modelId);
        (, uint128 bond) = MODELS.trainerOf(modelId);
        // However short unbonding was when it was retired: the longest is over.
        if (record.retiredAt == 0 || _now < record.retiredAt + 90 days || bond == 0) return;
        MODELS.releaseBond(modelId);
    }

    function fall(uint256 seed, bool challenged) external {
        if (models == 0) return;
        uint256 modelId = 1 + (seed % models);
        (, uint128 bond) = MODELS.trainerOf(modelId);
        if (bond == 0) return;
        MODELS.fall(modelId, "weight", challenged ? CHALLENGER : address(0));
    }

    function setNumbers(uint96 bond, uint16 bountyBps, uint96 bountyCap, uint32 unbonding) external {
        PARAMETERS.set(Parameter.TrainerBond, 1e18 + (bond % 10_000e18));
        PARAMETERS.set(Parameter.BountyBps, bountyBps % 5_001);
        PARAMETERS.set(Parameter.BountyCap, 1e18 + (bountyCap % 10_000e18));
        PARAMETERS.set(Parameter.UnbondingSeconds, 29 days + (unbonding % 61 days));
    }

    function wait(uint32 duration) external {
        _now += duration % 60 days;
        vm.warp(_now);
    }

    function _stands(uint256 modelId) private view returns (bool) {
        ModelRecord memory record = MODELS.recordOf(modelId);
        return record.retiredAt == 0 && record.fellAt == 0;
    }

    function _manifest() private pure returns (Manifest memory manifest) {
        bytes32[] memory seeds = new bytes32[](1);
        seeds[0] = _SOME;
        manifest.versions = new VersionRef[](1);
        manifest.versions[0] = VersionRef({datanetId: 1, version: 1, heldOutRoot: _SOME});
        manifest.seed = keccak256(abi.encode(seeds));
        manifest.baseHash = _SOME;
        manifest.engineHash = _SOME;
        manifest.recipeHash = _SOME;
        manifest.weightsHash = _SOME;
        manifest.contributionRoot = _SOME;
        manifest.contributionCount = 1;
        manifest.responseRoot = _SOME;
        manifest.cellCount = 1;
        manifest.lanes = 32;
        manifest.dataHash = _SOME;
    }

    /* WHAT THE REGISTRY ASKS AND TELLS */

    function versionOf(uint256, uint32) external pure returns (IDatanetRegistry.Version memory version) {
        version.seed = _SOME;
    }

    function mayTrain(uint256, address) external pure returns (bool) {
        return true;
    }

    function stop(uint256) external {}

    function voidPending(uint256) external {}
}
