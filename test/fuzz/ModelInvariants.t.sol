// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ModelsHandler} from "./handlers/ModelsHandler.sol";

/// @notice The laws of docs/invariants.md, section ModelRegistry.
contract ModelInvariantsTest {
    ModelsHandler private _handler;
    uint256 private _supply;

    function setUp() external {
        _handler = new ModelsHandler();
        _supply = _handler.TOKEN().totalSupply();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev One campaign for all laws: what costs is the calls, not the looking. Short: EconomyInvariants is the long one.
    /// hardhat-config: default.invariant.runs = 32
    /// hardhat-config: default.invariant.depth = 100
    function invariant_everyLawHolds() external view {
        _M1_holdsExactlyTheBonds();
        _M2_whatTrainersLostWasBurntOrIsTheChallengers();
    }

    function _M1_holdsExactlyTheBonds() private view {
        uint256 held = _handler.TOKEN().balanceOf(address(_handler.MODELS()));
        require(held == _bonds(), "M1: holds another sum than the bonds");
    }

    function _M2_whatTrainersLostWasBurntOrIsTheChallengers() private view {
        uint256 lost = _handler.TRAINERS() * _handler.FORTUNE() - _bonds();
        for (uint256 i = 0; i < _handler.TRAINERS(); ++i) lost -= _handler.TOKEN().balanceOf(_handler.trainer(i));
        uint256 burnt = _supply - _handler.TOKEN().totalSupply();
        uint256 bounties = _handler.TOKEN().balanceOf(_handler.CHALLENGER());
        require(lost == burnt + bounties, "M2: a bond went elsewhere");
        require(bounties <= burnt, "M2: challengers took more than burnt");
    }

    function _bonds() private view returns (uint256 sum) {
        for (uint256 modelId = 1; modelId <= _handler.models(); ++modelId) {
            (, uint128 bond) = _handler.MODELS().trainerOf(modelId);
            sum += bond;
        }
    }
}
