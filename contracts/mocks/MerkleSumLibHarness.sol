// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleSumLib} from "../libraries/MerkleSumLib.sol";
import {SumNode} from "../types/SumNode.sol";

/// @notice Shows MerkleSumLib to the tests.
contract MerkleSumLibHarness {
    function verify(
        SumNode calldata root,
        uint256 count,
        SumNode calldata leaf,
        uint256 index,
        SumNode[] calldata proof
    ) external pure returns (bool) {
        return MerkleSumLib.verify(root, count, leaf, index, proof);
    }
}
