// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleLib} from "../../contracts/libraries/MerkleLib.sol";
import {MerkleLibHarness} from "../../contracts/mocks/MerkleLibHarness.sol";
import {FullTree} from "./FullTree.sol";

/// @notice MerkleLib against the full tree.
contract MerkleLibTest {
    MerkleLibHarness private immutable _MERKLE = new MerkleLibHarness();

    function testFuzz_nodeHashEqualsAbiEncode(bytes32 left, bytes32 right) external pure {
        require(MerkleLib.hashPair(left, right) == keccak256(abi.encode(left, right)), "node hash differs");
    }

    function testFuzz_depthIsTheSmallestThatHoldsTheCount(uint64 count) external pure {
        uint256 depth = MerkleLib.depthOf(count);
        require(1 << depth >= count, "too shallow");
        require(depth == 0 || 1 << (depth - 1) < count, "too deep");
    }

    function testFuzz_everyLeafProvesItsOwnPlace(uint256 seed, uint8 size, uint256 place) external view {
        bytes32[] memory leaves = _leaves(seed, size);
        uint256 index = place % leaves.length;
        bytes32[] memory proof = FullTree.proofOf(leaves, index);
        require(_MERKLE.verify(FullTree.rootOf(leaves), leaves.length, leaves[index], index, proof), "refused a leaf");
    }

    function testFuzz_noLeafProvesAnotherPlace(uint256 seed, uint8 size, uint256 place, uint256 other) external view {
        bytes32[] memory leaves = _leaves(seed, size);
        uint256 index = place % leaves.length;
        // All other places: of leaves, of padding, and beyond.
        if (other == index) return;
        bytes32[] memory proof = FullTree.proofOf(leaves, index);
        bytes32 root = FullTree.rootOf(leaves);
        require(!_MERKLE.verify(root, leaves.length, leaves[index], other, proof), "accepted another place");
        uint256 near = other % (2 * leaves.length);
        if (near == index) return;
        require(!_MERKLE.verify(root, leaves.length, leaves[index], near, proof), "accepted a near place");
    }

    function testFuzz_noOtherLeafOrProof(uint256 seed, uint8 size, uint256 place, bytes32 noise) external view {
        bytes32[] memory leaves = _leaves(seed, size);
        uint256 index = place % leaves.length;
        bytes32[] memory proof = FullTree.proofOf(leaves, index);
        bytes32 root = FullTree.rootOf(leaves);
        require(!_MERKLE.verify(root, leaves.length, noise, index, proof), "accepted another leaf");
        if (proof.length == 0) return;
        proof[place % proof.length] = noise;
        require(!_MERKLE.verify(root, leaves.length, leaves[index], index, proof), "accepted another sibling");
    }

    function testFuzz_noOtherDepth(uint256 seed, uint8 size, uint256 place, uint64 count) external view {
        bytes32[] memory leaves = _leaves(seed, size);
        if (MerkleLib.depthOf(count) == MerkleLib.depthOf(leaves.length)) return;
        uint256 index = place % leaves.length;
        bytes32[] memory proof = FullTree.proofOf(leaves, index);
        require(!_MERKLE.verify(FullTree.rootOf(leaves), count, leaves[index], index, proof), "accepted another depth");
    }

    function testFuzz_everyLeafProvesTheNext(uint256 seed, uint8 size, uint256 place) external view {
        bytes32[] memory leaves = _leaves(seed, size);
        if (leaves.length == 1) return;
        uint256 index = place % (leaves.length - 1);
        bytes32[] memory proof = FullTree.proofOf(leaves, index);
        bytes32[] memory below = _below(leaves, index);
        require(_MERKLE.verifyNext(proof, index, leaves[index + 1], below), "refused the next leaf");
    }

    function testFuzz_noLeafProvesAnotherAsTheNext(
        uint256 seed,
        uint8 size,
        uint256 place,
        uint256 other,
        bytes32 noise
    ) external view {
        bytes32[] memory leaves = _leaves(seed, size);
        uint256 index = place % leaves.length;
        bytes32[] memory proof = FullTree.proofOf(leaves, index);
        bytes32[] memory below = index + 1 < leaves.length ? _below(leaves, index) : new bytes32[](0);
        require(!_MERKLE.verifyNext(proof, index, noise, below), "accepted another leaf");
        bytes32 another = leaves[other % leaves.length];
        if (other % leaves.length == index + 1) return;
        require(!_MERKLE.verifyNext(proof, index, another, below), "accepted a leaf that is not the next");
        require(!_MERKLE.verifyNext(proof, index, another, proof), "accepted it with a whole proof");
    }

    /// @dev The siblings of the leaf after `index` below the place where the two paths meet.
    function _below(bytes32[] memory leaves, uint256 index) private pure returns (bytes32[] memory below) {
        bytes32[] memory proof = FullTree.proofOf(leaves, index + 1);
        uint256 height;
        while ((index + 1) % (2 << height) == 0) ++height;
        below = new bytes32[](height);
        for (uint256 k = 0; k < height; ++k) below[k] = proof[k];
    }

    /// @dev 1 to 70 leaves: depths 0 to 7.
    function _leaves(uint256 seed, uint8 size) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](1 + (size % 70));
        for (uint256 i = 0; i < leaves.length; ++i) leaves[i] = keccak256(abi.encode(seed, i));
    }
}
