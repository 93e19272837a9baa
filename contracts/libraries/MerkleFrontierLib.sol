// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleLib} from "./MerkleLib.sol";

/// @title A Merkle tree that only grows, of which only the frontier is kept.
/// @notice The root equals that of the full tree of MerkleLib over the same leaves.
/// @dev After n pushes, `branch[h]` holds, for every h whose bit is set in n, the root of the full subtree of 2^h leaves that
/// ends at leaf `(n >> h << h) - 1`; other places are stale. A push writes one place and the count; the root is computed on request.
library MerkleFrontierLib {
    struct Frontier {
        uint32 count; // leaves so far
        bytes32[32] branch;
    }

    error MerkleFrontierFull();

    /// @return index place of the new leaf.
    function push(Frontier storage self, bytes32 leaf) internal returns (uint32 index) {
        index = self.count;
        if (index == type(uint32).max) revert MerkleFrontierFull();

        // The lowest bit that is clear in the old count is set in the new one: everything below it is now full.
        uint256 height = 0;
        bytes32 node = leaf;
        for (uint256 rest = index; rest & 1 == 1; rest >>= 1) node = MerkleLib.hashPair(self.branch[height++], node);

        self.branch[height] = node;
        self.count = index + 1;
    }

    /// @return root of the tree over all leaves so far, 0 when there are none.
    function root(Frontier storage self) internal view returns (bytes32) {
        uint256 count = self.count;
        uint256 depth = MerkleLib.depthOf(count);
        if (count == 1 << depth) return self.branch[depth];
        if (count == 0) return 0;

        // From the first padding leaf up: left of the path stand full subtrees, right of it only padding.
        bytes32 node = 0;
        bytes32 padding = 0;
        for (uint256 h = 0; h < depth; ++h) {
            node = (count >> h) & 1 == 1 ? MerkleLib.hashPair(self.branch[h], node) : MerkleLib.hashPair(node, padding);
            padding = MerkleLib.hashPair(padding, padding);
        }
        return node;
    }
}
