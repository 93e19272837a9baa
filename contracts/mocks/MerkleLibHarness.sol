// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleLib} from "../libraries/MerkleLib.sol";

/// @notice Shows MerkleLib to the tests.
contract MerkleLibHarness {
    function depthOf(uint256 count) external pure returns (uint256) {
        return MerkleLib.depthOf(count);
    }

    function rootOf(bytes32 leaf, uint256 index, bytes32[] calldata proof) external pure returns (bytes32) {
        return MerkleLib.rootOf(leaf, index, proof);
    }

    function verify(
        bytes32 root,
        uint256 count,
        bytes32 leaf,
        uint256 index,
        bytes32[] calldata proof
    ) external pure returns (bool) {
        return MerkleLib.verify(root, count, leaf, index, proof);
    }

    function verifyNext(
        bytes32[] calldata proof,
        uint256 index,
        bytes32 next,
        bytes32[] calldata below
    ) external pure returns (bool) {
        return MerkleLib.verifyNext(proof, index, next, below);
    }

    function verifyPrevious(
        uint256 index,
        bytes32[] calldata proof,
        bytes32 leaf,
        bytes32[] calldata leafProof
    ) external pure returns (bool) {
        return MerkleLib.verifyPrevious(index, proof, leaf, leafProof);
    }
}
