// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleFrontierLib} from "../libraries/MerkleFrontierLib.sol";

/// @notice Shows MerkleFrontierLib to the tests.
contract MerkleFrontierHarness {
    using MerkleFrontierLib for MerkleFrontierLib.Frontier;

    MerkleFrontierLib.Frontier private _frontier;

    function push(bytes32 leaf) external returns (uint32 index) {
        return _frontier.push(leaf);
    }

    /// @notice Pretends that `count_` leaves were pushed.
    function setCount(uint32 count_) external {
        _frontier.count = count_;
    }

    function root() external view returns (bytes32) {
        return _frontier.root();
    }

    function count() external view returns (uint32) {
        return _frontier.count;
    }
}
