// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MerkleLib} from "../../contracts/libraries/MerkleLib.sol";
import {MerkleSumLib} from "../../contracts/libraries/MerkleSumLib.sol";
import {SumNode} from "../../contracts/types/SumNode.sol";

/// @notice Laws of the trees for every input up to a depth, by Halmos: `npm run symbolic`. keccak is taken to have no collisions.
contract TreeSymbolic {
    /// A place of a tree holds one leaf only.
    function check_onePlaceOneLeaf(
        bytes32 root,
        uint8 count,
        uint8 index,
        bytes32[2] calldata leaves,
        bytes32[2] calldata first,
        bytes32[2] calldata second
    ) external view {
        if (count < 3 || count > 4) return; // depth 2

        // The solver wants each place by itself: the side is an offset into memory.
        for (uint256 place = 0; place < 4; ++place) {
            if (index != place) continue;
            bool isFirst = this.verify(root, count, leaves[0], place, _list(first));
            bool isSecond = this.verify(root, count, leaves[1], place, _list(second));
            assert(!isFirst || !isSecond || leaves[0] == leaves[1]);
        }
    }

    /// No proof of another length passes.
    function check_noOtherDepth(bytes32 root, bytes32 leaf, uint8 index, bytes32[2] calldata proof) external view {
        assert(!this.verify(root, 8, leaf, index, _list(proof)));
        assert(!this.verify(root, 2, leaf, index, _list(proof)));
        assert(!this.verify(root, 1, leaf, index, _list(proof)));
    }

    /// The assembly is the plain loop.
    function check_rootOfIsThePlainLoop(bytes32 leaf, uint8 index, bytes32[2] calldata proof) external view {
        for (uint256 place = 0; place < 4; ++place) {
            if (index != place) continue;
            bytes32 node = leaf;
            for (uint256 k = 0; k < 2; ++k) {
                node =
                    (place >> k) & 1 == 0
                        ? keccak256(abi.encode(node, proof[k]))
                        : keccak256(abi.encode(proof[k], node));
            }
            assert(this.rootOf(leaf, place, _list(proof)) == node);
        }
    }

    /// A proven leaf is part of the proven sum.
    function check_aLeafIsNeverMoreThanItsTree(
        SumNode calldata root,
        SumNode calldata leaf,
        uint8 index,
        SumNode[2] calldata proof
    ) external view {
        SumNode[] memory list = new SumNode[](2);
        (list[0], list[1]) = (proof[0], proof[1]);
        if (this.verifySum(root, 4, leaf, index, list)) assert(leaf.sum <= root.sum);
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

    function rootOf(bytes32 leaf, uint256 index, bytes32[] calldata proof) external pure returns (bytes32) {
        return MerkleLib.rootOf(leaf, index, proof);
    }

    function verifySum(
        SumNode calldata root,
        uint256 count,
        SumNode calldata leaf,
        uint256 index,
        SumNode[] calldata proof
    ) external pure returns (bool) {
        return MerkleSumLib.verify(root, count, leaf, index, proof);
    }

    function _list(bytes32[2] calldata pair) private pure returns (bytes32[] memory list) {
        list = new bytes32[](2);
        (list[0], list[1]) = (pair[0], pair[1]);
    }
}
