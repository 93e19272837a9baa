// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleFrontierLib} from "../../contracts/libraries/MerkleFrontierLib.sol";
import {FullTree} from "./FullTree.sol";

/// @notice The growing tree against the full tree.
contract MerkleFrontierLibTest {
    using MerkleFrontierLib for MerkleFrontierLib.Frontier;

    MerkleFrontierLib.Frontier private _frontier;

    function testFuzz_rootEqualsTheFullTree(bytes32[] calldata leaves) external {
        for (uint256 i = 0; i < leaves.length; ++i) {
            require(_frontier.push(leaves[i]) == i, "wrong place");
        }
        if (leaves.length == 0) require(_frontier.root() == 0, "root of nothing");
        else require(_frontier.root() == FullTree.rootOf(leaves), "root differs");
    }

    function testFuzz_rootEqualsTheFullTreeAfterEveryPush(uint256 seed, uint8 size) external {
        bytes32[] memory leaves = new bytes32[](size % 40);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = keccak256(abi.encode(seed, i));
            _frontier.push(leaves[i]);
            require(_frontier.root() == FullTree.rootOf(_first(leaves, i + 1)), "root differs");
        }
    }

    function _first(bytes32[] memory leaves, uint256 count) private pure returns (bytes32[] memory first) {
        first = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) first[i] = leaves[i];
    }
}
