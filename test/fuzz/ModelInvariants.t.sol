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

    /// M1
    function invariant_M1_holdsExactlyTheBonds() external view {
        uint256 held = _handler.TOKEN().balanceOf(address(_handler.MODELS()));
        require(held == _bonds(), "M1: holds another sum than the bonds");
    }

    /// M2
    function invariant_M2_whatTrainersLostWasBurntOrIsTheChallengers() external view {
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
