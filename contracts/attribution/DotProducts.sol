// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IDotProducts} from "../interfaces/IDotProducts.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {VectorLib} from "../libraries/VectorLib.sol";
import {BlockPair} from "../types/BlockPair.sol";

/// @title Dot products of vectors too long for one transaction.
/// @dev Safe against inner nodes shown as blocks: `lanes` fixes the number of blocks, that the length of a proof, and the index the
/// length of a block. A last block of 64 lanes is as long as a node's preimage, and then a root of one block may also be that of two:
/// under another number of lanes, which is another entry here, and each is right about its own vectors.
contract DotProducts is IDotProducts {
    struct Progress {
        uint32 blocks;
        int128 sum; // |sum| < 2^46: fewer than 2^32 products of at most 2^14
    }

    mapping(bytes32 aRoot => mapping(bytes32 bRoot => mapping(uint32 lanes => Progress))) internal _progress;

    /// @inheritdoc IDotProducts
    function accumulate(
        bytes32 aRoot,
        bytes32 bRoot,
        uint32 lanes,
        uint32 firstBlock,
        BlockPair[] calldata pairs
    ) external {
        require(lanes != 0 && lanes % 32 == 0, DotProductsBadLanes(lanes));
        Progress memory progress = _progress[aRoot][bRoot][lanes];
        require(firstBlock <= progress.blocks, DotProductsGap(firstBlock, progress.blocks));
        uint256 end = firstBlock + pairs.length;
        if (end <= progress.blocks) return;

        int256 added;
        for (uint256 i = progress.blocks; i < end; ++i) {
            BlockPair calldata pair = pairs[i - firstBlock];
            _requireBlock(aRoot, lanes, i, pair.a, pair.aProof);
            _requireBlock(bRoot, lanes, i, pair.b, pair.bProof);
            added += VectorLib.dot(pair.a, pair.b);
        }
        progress.blocks = uint32(end); // Narrowing is safe: at most the vector's blocks, or one was refused.
        progress.sum += int128(added); // Narrowing and overflow are safe: see Progress.
        _progress[aRoot][bRoot][lanes] = progress;
        emit Accumulated(aRoot, bRoot, lanes, progress.blocks, added, progress.sum, msg.sender);
    }

    function _requireBlock(
        bytes32 root,
        uint32 lanes,
        uint256 index,
        bytes calldata block_,
        bytes32[] calldata proof
    ) private pure {
        uint256 count = VectorLib.blockCount(lanes);
        require(MerkleLib.verify(root, count, keccak256(block_), index, proof), DotProductsBadBlock(root, index));
        uint256 expected = VectorLib.blockLength(lanes, index);
        require(block_.length == expected, DotProductsWrongLength(index, block_.length, expected));
    }

    /// @inheritdoc IDotProducts
    function dotOf(bytes32 aRoot, bytes32 bRoot, uint32 lanes) external view returns (bool isComplete, int256 dot) {
        Progress memory progress = _progress[aRoot][bRoot][lanes];
        isComplete = progress.blocks != 0 && progress.blocks == VectorLib.blockCount(lanes);
        dot = progress.sum;
    }

    /// @inheritdoc IDotProducts
    function blocksOf(bytes32 aRoot, bytes32 bRoot, uint32 lanes) external view returns (uint32) {
        return _progress[aRoot][bRoot][lanes].blocks;
    }
}
