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

    function verifyNode(
        SumNode calldata root,
        uint256 count,
        SumNode calldata node,
        uint256 index,
        SumNode[] calldata proof
    ) external pure returns (bool) {
        return MerkleSumLib.verifyNode(root, count, node, index, proof);
    }

    function verifyPrevious(
        uint256 index,
        SumNode[] calldata proof,
        SumNode calldata leaf,
        SumNode[] calldata leafProof
    ) external pure returns (bool) {
        return MerkleSumLib.verifyPrevious(index, proof, leaf, leafProof);
    }

    function isRight(SumNode calldata node, uint256 height, bytes32[4] calldata preimage) external pure returns (bool) {
        return MerkleSumLib.isRight(node, height, preimage);
    }

    function isPadding(SumNode calldata node, uint256 height) external pure returns (bool) {
        return MerkleSumLib.isPadding(node, height);
    }
}
