// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Merkle trees over a known number of leaves: docs/file-formats.md, "Trees".
/// @notice n >= 1 leaves stand at depth ceil(log2 n), the places after them hold 32 zero bytes, a node is
/// `keccak256(left ++ right)`. A verifier always knows n, so that the depth is exact and no padding is a leaf.
/// @dev Safe against inner nodes shown as leaves because the proof's length is fixed, and because a leaf's preimage is an EIP-712
/// struct hash's, never 64 bytes.
library MerkleLib {
    /// @return depth ceil(log2 count): the length of every proof. 0 for one leaf, and for none, which proves nothing.
    function depthOf(uint256 count) internal pure returns (uint256 depth) {
        return count <= 1 ? 0 : Math.log2(count - 1) + 1;
    }

    /// @notice The root that `leaf` at `index` leads to. The side at height k is bit k of the index.
    /// @dev Warning: says nothing about the tree's shape; {verify} does.
    function rootOf(bytes32 leaf, uint256 index, bytes32[] calldata proof) internal pure returns (bytes32 root) {
        root = leaf;
        for (uint256 k = 0; k < proof.length; ++k) {
            root = (index >> k) & 1 == 0 ? hashPair(root, proof[k]) : hashPair(proof[k], root);
        }
    }

    /// @notice Whether `leaf` is leaf `index` of the tree over `count` leaves whose root is `root`.
    function verify(
        bytes32 root,
        uint256 count,
        bytes32 leaf,
        uint256 index,
        bytes32[] calldata proof
    ) internal pure returns (bool) {
        // `index < count` also refuses the tree without leaves.
        return index < count && root != 0 && proof.length == depthOf(count) && rootOf(leaf, index, proof) == root;
    }

    /// @notice `keccak256(abi.encode(left, right))`, in scratch space: no memory is allocated.
    function hashPair(bytes32 left, bytes32 right) internal pure returns (bytes32 node) {
        assembly ("memory-safe") {
            mstore(0x00, left)
            mstore(0x20, right)
            node := keccak256(0x00, 0x40)
        }
    }
}
