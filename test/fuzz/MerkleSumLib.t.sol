// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleSumLibHarness} from "../../contracts/mocks/MerkleSumLibHarness.sol";
import {SumNode} from "../../contracts/types/SumNode.sol";

/// @notice MerkleSumLib against the full tree, built plainly in memory.
contract MerkleSumLibTest {
    MerkleSumLibHarness private immutable _SUMS = new MerkleSumLibHarness();

    function testFuzz_everyLeafProvesItsOwnPlaceOnly(
        uint256 seed,
        uint8 size,
        uint256 place,
        uint256 other
    ) external view {
        SumNode[] memory leaves = _leaves(seed, size);
        uint256 index = place % leaves.length;
        (SumNode memory root, SumNode[] memory proof) = _prove(leaves, index);
        require(_SUMS.verify(root, leaves.length, leaves[index], index, proof), "refused a leaf");

        if (other != index) require(!_verify(root, leaves, index, other, proof), "accepted another place");
        uint256 near = other % (2 * leaves.length);
        if (near != index) require(!_verify(root, leaves, index, near, proof), "accepted a near place");
    }

    function testFuzz_theRootSumsTheLeaves(uint256 seed, uint8 size) external pure {
        SumNode[] memory leaves = _leaves(seed, size);
        uint256 sum;
        for (uint256 i = 0; i < leaves.length; ++i) sum += leaves[i].sum;
        (SumNode memory root, ) = _prove(leaves, 0);
        require(root.sum == sum, "the reference does not sum");
    }

    function testFuzz_noOtherSum(uint256 seed, uint8 size, uint256 place, uint128 noise) external view {
        SumNode[] memory leaves = _leaves(seed, size);
        uint256 index = place % leaves.length;
        (SumNode memory root, SumNode[] memory proof) = _prove(leaves, index);
        if (noise == 0) return;

        leaves[index].sum ^= noise;
        require(!_SUMS.verify(root, leaves.length, leaves[index], index, proof), "accepted another amount");
        leaves[index].sum ^= noise;
        root.sum ^= noise;
        require(!_SUMS.verify(root, leaves.length, leaves[index], index, proof), "accepted another total");
        root.sum ^= noise;
        if (proof.length == 0) return;
        proof[place % proof.length].sum ^= noise;
        require(!_SUMS.verify(root, leaves.length, leaves[index], index, proof), "accepted another sibling's sum");
    }

    function testFuzz_noSumBeyondUint128(uint128 left, uint128 right, bytes32 hash) external view {
        SumNode memory leaf = SumNode(hash, left);
        SumNode[] memory proof = new SumNode[](1);
        proof[0] = SumNode(hash, right);
        uint256 sum = uint256(left) + right;
        // What a tree would look like whose sums wrap round.
        SumNode memory root = SumNode(keccak256(abi.encode(hash, uint256(left), hash, uint256(right))), uint128(sum));
        require(_SUMS.verify(root, 2, leaf, 0, proof) == (sum <= type(uint128).max), "wrong verdict");
    }

    function _verify(
        SumNode memory root,
        SumNode[] memory leaves,
        uint256 index,
        uint256 shown,
        SumNode[] memory proof
    ) private view returns (bool) {
        return _SUMS.verify(root, leaves.length, leaves[index], shown, proof);
    }

    function _prove(
        SumNode[] memory leaves,
        uint256 index
    ) private pure returns (SumNode memory root, SumNode[] memory proof) {
        uint256 depth;
        while (1 << depth < leaves.length) ++depth;
        SumNode[] memory level = new SumNode[](1 << depth);
        for (uint256 i = 0; i < leaves.length; ++i) level[i] = SumNode(leaves[i].hash, leaves[i].sum); // copies: callers change leaves

        proof = new SumNode[](depth);
        for (uint256 k = 0; k < depth; ++k) {
            proof[k] = level[index ^ 1];
            index /= 2;
            SumNode[] memory above = new SumNode[](level.length / 2);
            for (uint256 i = 0; i < above.length; ++i) {
                SumNode memory l = level[2 * i];
                SumNode memory r = level[2 * i + 1];
                above[i] = SumNode(keccak256(abi.encode(l.hash, l.sum, r.hash, r.sum)), l.sum + r.sum);
            }
            level = above;
        }
        return (level[0], proof);
    }

    /// @dev 1 to 40 leaves: depths 0 to 6.
    function _leaves(uint256 seed, uint8 size) private pure returns (SumNode[] memory leaves) {
        leaves = new SumNode[](1 + (size % 40));
        for (uint256 i = 0; i < leaves.length; ++i) {
            bytes32 hash = keccak256(abi.encode(seed, i));
            leaves[i] = SumNode(hash, uint128(uint256(hash)) >> 6); // 40 of them fit uint128
        }
    }
}
