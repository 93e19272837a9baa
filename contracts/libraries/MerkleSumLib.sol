// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SumNode} from "../types/SumNode.sol";
import {CreditLib} from "./CreditLib.sol";
import {MerkleLib} from "./MerkleLib.sol";

/// @title Merkle-sum trees over a known number of leaves: docs/file-formats.md, "Trees".
/// @notice MerkleLib's shape over `(hash, sum)` pairs: a proof that a leaf stands in the tree also proves that its amount is
/// counted in the root's.
/// @dev A credit's preimage is as long as a node's (128 bytes). One still never passes for the other: the depth is exact, and a node
/// whose left hash is the credit's typehash has no children.
library MerkleSumLib {
    /// @notice Whether `leaf` is leaf `index` of the tree over `count` leaves whose root is `root`, hash and sum. Sums that pass
    /// uint128 on the way verify as false.
    function verify(
        SumNode memory root,
        uint256 count,
        SumNode memory leaf,
        uint256 index,
        SumNode[] calldata proof
    ) internal pure returns (bool) {
        // `index < count` also refuses the tree without leaves.
        if (index >= count || root.hash == 0 || proof.length != MerkleLib.depthOf(count)) return false;
        return _leadsTo(root, leaf, index, proof);
    }

    /// @notice Whether `node` is node `index` of the level `depthOf(count) - proof.length` above the leaves, and every node above it is
    /// the sum of its children. `node` itself may be anything, also padding.
    function verifyNode(
        SumNode memory root,
        uint256 count,
        SumNode memory node,
        uint256 index,
        SumNode[] calldata proof
    ) internal pure returns (bool) {
        if (proof.length > MerkleLib.depthOf(count) || index >> proof.length != 0) return false;
        return _leadsTo(root, node, index, proof);
    }

    /// @notice Whether `leaf` stands just before leaf `index`, whose `proof` was verified: see {MerkleLib.verifyPrevious}.
    function verifyPrevious(
        uint256 index,
        SumNode[] calldata proof,
        SumNode memory leaf,
        SumNode[] calldata leafProof
    ) internal pure returns (bool) {
        if (index == 0) return false;
        uint256 meeting = MerkleLib.meetingHeight(index);
        return leafProof.length == meeting && _leadsTo(proof[meeting], leaf, type(uint256).max, leafProof);
    }

    /// @notice Whether a node that is the hash of `preimage` is what belongs there: the leaf of a credit with its amount, or above the
    /// leaves the sum of two children.
    /// @param height above the leaves.
    /// @param preimage both children's hash and sum, or a credit's typehash and fields.
    function isRight(SumNode memory node, uint256 height, bytes32[4] calldata preimage) internal pure returns (bool) {
        bool isCredit = preimage[0] == CreditLib.TYPEHASH;
        (uint256 second, uint256 third, uint256 fourth) = (
            uint256(preimage[1]),
            uint256(preimage[2]),
            uint256(preimage[3])
        );
        if (height == 0) {
            return isCredit && second <= type(uint32).max && third <= type(uint8).max && fourth == node.sum;
        }
        // Words wider than uint128 are never right, so that the sum cannot wrap round.
        return !isCredit && (second | fourth) >> 128 == 0 && second + fourth == node.sum;
    }

    /// @notice Whether a node is the root of a subtree of that height that is all padding.
    function isPadding(SumNode memory node, uint256 height) internal pure returns (bool) {
        bytes32 hash;
        for (uint256 k = 0; k < height; ++k) hash = keccak256(abi.encode(hash, 0, hash, 0));
        return node.hash == hash && node.sum == 0;
    }

    /// @dev Plainly: for each k, with (hash, sum) the pair so far and a sibling (h, s), hash = keccak256(abi.encode(hash, sum, h, s)) or,
    /// if bit k of the index is 1, keccak256(abi.encode(h, s, hash, sum)); then sum += s, which may not pass uint128.
    function _leadsTo(
        SumNode memory root,
        SumNode memory from,
        uint256 index,
        SumNode[] calldata proof
    ) private pure returns (bool) {
        bytes32 hash = from.hash;
        uint256 sum = from.sum;
        uint256 bits; // of all sums: an addition can only wrap round after one of them was wider than uint128
        assembly ("memory-safe") {
            let pair := mload(0x40)
            let end := add(proof.offset, shl(6, proof.length))
            for {
                let sibling := proof.offset
            } lt(sibling, end) {
                sibling := add(sibling, 0x40)
            } {
                let side := shl(6, and(index, 1)) // 0x00: the node is left, 0x40: right
                let own := add(pair, side)
                mstore(own, hash)
                mstore(add(own, 0x20), sum)
                calldatacopy(add(pair, xor(side, 0x40)), sibling, 0x40)
                hash := keccak256(pair, 0x80)
                let siblingSum := calldataload(add(sibling, 0x20))
                sum := add(sum, siblingSum)
                bits := or(bits, or(siblingSum, sum))
                index := shr(1, index)
            }
        }
        return bits >> 128 == 0 && hash == root.hash && sum == root.sum;
    }
}
