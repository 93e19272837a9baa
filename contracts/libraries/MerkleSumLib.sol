// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SumNode} from "../types/SumNode.sol";
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

        bytes32 node = leaf.hash;
        uint256 sum = leaf.sum;
        for (uint256 k = 0; k < proof.length; ++k) {
            bytes32 sibling = proof[k].hash;
            uint256 siblingSum = proof[k].sum;
            node =
                (index >> k) & 1 == 0
                    ? keccak256(abi.encode(node, sum, sibling, siblingSum))
                    : keccak256(abi.encode(sibling, siblingSum, node, sum));
            sum += siblingSum; // Overflow impossible: both < 2^128.
            if (sum > type(uint128).max) return false;
        }
        return node == root.hash && sum == root.sum;
    }
}
