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
        // Plainly: for each k, root = hashPair(root, proof[k]) or, if bit k of the index is 1, hashPair(proof[k], root).
        assembly ("memory-safe") {
            let end := add(proof.offset, shl(5, proof.length))
            for {
                let sibling := proof.offset
            } lt(sibling, end) {
                sibling := add(sibling, 0x20)
            } {
                let side := shl(5, and(index, 1)) // 0x00: the node is left, 0x20: right
                mstore(side, root)
                mstore(xor(side, 0x20), calldataload(sibling))
                root := keccak256(0x00, 0x40)
                index := shr(1, index)
            }
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
        return index < count && root != 0 && _isDepth(proof.length, count) && rootOf(leaf, index, proof) == root;
    }

    /// @notice Whether `node` is node `index` of the level `depthOf(count) - proof.length` above the leaves. Also of padding.
    function verifyNode(
        bytes32 root,
        uint256 count,
        bytes32 node,
        uint256 index,
        bytes32[] calldata proof
    ) internal pure returns (bool) {
        return proof.length <= depthOf(count) && index >> proof.length == 0 && rootOf(node, index, proof) == root;
    }

    /// @notice Whether `leaf` stands just before leaf `index`, whose `proof` was verified.
    /// @dev It is the rightmost leaf below the first sibling to the left of the other's path; its own proof ends there.
    function verifyPrevious(
        uint256 index,
        bytes32[] calldata proof,
        bytes32 leaf,
        bytes32[] calldata leafProof
    ) internal pure returns (bool) {
        if (index == 0) return false;
        uint256 meeting = meetingHeight(index);
        return leafProof.length == meeting && rootOf(leaf, type(uint256).max, leafProof) == proof[meeting];
    }

    /// @return height of the siblings under which leaves `index - 1` and `index` part: the lowest bit that is set in the index.
    function meetingHeight(uint256 index) internal pure returns (uint256 height) {
        height = Math.log2(index & (~index + 1));
    }

    /// @return root of a subtree of that height that is all padding.
    function paddingRoot(uint256 height) internal pure returns (bytes32 root) {
        for (uint256 k = 0; k < height; ++k) root = hashPair(root, root);
    }

    /// @notice Whether `next` is the leaf after leaf `index`, whose proof `proof` is. Up to where the two paths meet, the later leaf is the
    /// leftmost of its subtree; there its subtree is the sibling in the earlier one's proof, and what is above was verified with it.
    /// @param below the siblings of `next` below that height: as many as `index` ends with ones.
    function verifyNext(
        bytes32[] calldata proof,
        uint256 index,
        bytes32 next,
        bytes32[] calldata below
    ) internal pure returns (bool) {
        uint256 height;
        while ((index >> height) & 1 == 1) ++height;
        return below.length == height && height < proof.length && rootOf(next, index + 1, below) == proof[height];
    }

    /// @dev `depth == depthOf(count)`, without the logarithm; `count` is above 0.
    function _isDepth(uint256 depth, uint256 count) private pure returns (bool) {
        return (count - 1) >> depth == 0 && (depth == 0 || (count - 1) >> (depth - 1) != 0);
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
