// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleSumLibHarness} from "../../contracts/mocks/MerkleSumLibHarness.sol";
import {SumNode} from "../../contracts/types/SumNode.sol";

/// @notice What MerkleSumLib says of a statement's nodes, against a plain tree of credits kept in memory.
contract SumNodesTest {
    bytes32 private constant _CREDIT = keccak256("Credit(uint32 row,uint8 entry,uint128 amount)");

    MerkleSumLibHarness private immutable _SUMS = new MerkleSumLibHarness();

    struct Node {
        bytes32 hash;
        uint256 sum;
        bytes32[4] preimage;
    }

    function testFuzz_everyNodeOfAnHonestTreeIsRight(uint256 seed, uint8 size) external view {
        uint256 count = 1 + (size % 12);
        Node[][] memory levels = _levels(seed, count);
        SumNode memory root = _shown(levels[levels.length - 1][0]);
        for (uint256 height = 0; height < levels.length; ++height) {
            for (uint256 i = 0; i < levels[height].length; ++i) {
                Node memory node = levels[height][i];
                require(_SUMS.verifyNode(root, count, _shown(node), i, _proof(levels, height, i)), "refused a node");
                if (i << height >= count) require(_SUMS.isPadding(_shown(node), height), "refused padding");
                else require(_SUMS.isRight(_shown(node), height, node.preimage), "refused what is right");
            }
        }
    }

    function testFuzz_aNodeStandsNowhereElse(
        uint256 seed,
        uint8 size,
        uint8 height,
        uint256 i,
        uint256 other
    ) external view {
        uint256 count = 2 + (size % 11);
        Node[][] memory levels = _levels(seed, count);
        uint256 h = height % (levels.length - 1);
        i %= levels[h].length;
        if (i << h >= count) return; // padding is the same at several places
        SumNode memory root = _shown(levels[levels.length - 1][0]);
        SumNode memory node = _shown(levels[h][i]);
        SumNode[] memory proof = _proof(levels, h, i);
        if (other != i) require(!_SUMS.verifyNode(root, count, node, other, proof), "accepted another place");
        uint256 near = other % (4 * levels[h].length);
        if (near != i) require(!_SUMS.verifyNode(root, count, node, near, proof), "accepted a near place");
    }

    function testFuzz_anyOtherSumIsWrong(uint256 seed, uint8 size, uint8 height, uint256 i, uint128 sum) external view {
        uint256 count = 1 + (size % 12);
        Node[][] memory levels = _levels(seed, count);
        uint256 h = height % levels.length;
        Node memory node = levels[h][i % levels[h].length];
        if (sum == node.sum) return;
        SumNode memory shown = SumNode(node.hash, sum);
        require(!_SUMS.isRight(shown, h, node.preimage), "accepted another sum");
        require(!_SUMS.isPadding(shown, h), "accepted padding with a sum");
    }

    function testFuzz_sumsAreAddedInUint128(
        bytes32 l,
        uint256 left,
        bytes32 r,
        uint256 right,
        uint128 sum
    ) external view {
        if (l == _CREDIT) return;
        bytes32[4] memory preimage = [l, bytes32(left), r, bytes32(right)];
        bool fits = left <= type(uint128).max && right <= type(uint128).max && left + right == sum;
        require(_SUMS.isRight(SumNode(0, sum), 1, preimage) == fits, "wrong verdict");

        uint256 rest = left > sum ? left : sum - left; // a pair that does sum up
        preimage = [l, bytes32(left), r, bytes32(rest)];
        bool sums = left <= sum;
        require(_SUMS.isRight(SumNode(0, sum), 1, preimage) == sums, "wrong verdict of a sum");
    }

    function testFuzz_aCreditIsALeafAndNothingElse(
        uint256 row,
        uint256 entry,
        uint128 amount,
        uint8 height
    ) external view {
        bytes32[4] memory preimage = [_CREDIT, bytes32(row), bytes32(entry), bytes32(uint256(amount))];
        bool fits = row <= type(uint32).max && entry <= type(uint8).max;
        require(_SUMS.isRight(SumNode(0, amount), 0, preimage) == fits, "wrong verdict of a leaf");
        require(
            !_SUMS.isRight(SumNode(0, amount), 1 + uint256(height), preimage),
            "accepted a credit above the leaves"
        );
        preimage[0] = bytes32(uint256(_CREDIT) ^ 1);
        require(!_SUMS.isRight(SumNode(0, amount), 0, preimage), "accepted a pair as a leaf");
    }

    function testFuzz_onlyTheLeafBeforeStandsBefore(uint256 seed, uint8 size, uint256 i, uint256 other) external view {
        uint256 count = 2 + (size % 11);
        Node[][] memory levels = _levels(seed, count);
        i = 1 + (i % (count - 1));
        uint256 meeting = 0;
        while ((i >> meeting) % 2 == 0) ++meeting;

        SumNode[] memory proof = _proof(levels, 0, i);
        SumNode[] memory short = _first(_proof(levels, 0, i - 1), meeting);
        require(_SUMS.verifyPrevious(i, proof, _shown(levels[0][i - 1]), short), "refused the leaf before");

        other %= count;
        if (other == i - 1) return;
        SumNode[] memory others = _first(_proof(levels, 0, other), meeting);
        require(!_SUMS.verifyPrevious(i, proof, _shown(levels[0][other]), others), "accepted another leaf");
        require(!_SUMS.verifyPrevious(0, proof, _shown(levels[0][other]), others), "accepted one before the first");
    }

    function _levels(uint256 seed, uint256 count) private pure returns (Node[][] memory levels) {
        uint256 depth;
        while (1 << depth < count) ++depth;
        levels = new Node[][](depth + 1);
        levels[0] = new Node[](1 << depth);
        for (uint256 i = 0; i < count; ++i) {
            uint256 amount = uint256(keccak256(abi.encode(seed, i))) >> 132; // 16 of them fit uint128
            levels[0][i] = _node([_CREDIT, bytes32(i), bytes32(seed % 256), bytes32(amount)], amount);
        }
        for (uint256 h = 1; h <= depth; ++h) {
            levels[h] = new Node[](1 << (depth - h));
            for (uint256 i = 0; i < levels[h].length; ++i) {
                Node memory l = levels[h - 1][2 * i];
                Node memory r = levels[h - 1][2 * i + 1];
                levels[h][i] = _node([l.hash, bytes32(l.sum), r.hash, bytes32(r.sum)], l.sum + r.sum);
            }
        }
    }

    function _node(bytes32[4] memory preimage, uint256 sum) private pure returns (Node memory) {
        return Node(keccak256(abi.encode(preimage)), sum, preimage);
    }

    function _shown(Node memory node) private pure returns (SumNode memory) {
        return SumNode(node.hash, uint128(node.sum));
    }

    function _proof(Node[][] memory levels, uint256 height, uint256 i) private pure returns (SumNode[] memory proof) {
        proof = new SumNode[](levels.length - 1 - height);
        for (uint256 k = 0; k < proof.length; ++k) proof[k] = _shown(levels[height + k][(i >> k) ^ 1]);
    }

    function _first(SumNode[] memory proof, uint256 length) private pure returns (SumNode[] memory short) {
        short = new SumNode[](length);
        for (uint256 k = 0; k < length; ++k) short[k] = proof[k];
    }
}
