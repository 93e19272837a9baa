// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BlockPair} from "../types/BlockPair.sol";

/// @title Dot products of committed vectors of any length, accumulated block by block.
/// @notice What stands here is arithmetic about two vector roots and a number of lanes: nobody's claim, true for every model and
/// batch that commits to them, and never out of date. So anybody may begin, and anybody go on.
interface IDotProducts {
    /// @param blocks how many blocks are added up now.
    /// @param added what the new ones gave.
    /// @param sum of all so far: the dot product once `blocks` are all.
    event Accumulated(
        bytes32 indexed aRoot,
        bytes32 indexed bRoot,
        uint32 lanes,
        uint32 blocks,
        int256 added,
        int256 sum,
        address indexed sender
    );

    error DotProductsBadLanes(uint32 lanes);
    error DotProductsGap(uint32 firstBlock, uint32 next);
    error DotProductsBadBlock(bytes32 root, uint256 index);
    error DotProductsWrongLength(uint256 index, uint256 given, uint256 expected);

    /// @notice Adds the next blocks. Those that somebody has added before are skipped, unread: a call does not fail because another
    /// one was faster, and sent twice it adds once.
    /// @dev Emits {Accumulated} if anything was added. Requirements:
    /// - `lanes` is a positive multiple of 32;
    /// - no block is left out between those added so far and the first of `pairs`;
    /// - every new block has the lanes that a vector of `lanes` has there, and is proved at its index under its root.
    /// @param aRoot vector root of a.
    /// @param bRoot vector root of b.
    /// @param lanes of each; part of what is stated, since one root may be that of two vectors of different length.
    /// @param firstBlock index of the first of `pairs`.
    /// @param pairs blocks that follow each other.
    function accumulate(
        bytes32 aRoot,
        bytes32 bRoot,
        uint32 lanes,
        uint32 firstBlock,
        BlockPair[] calldata pairs
    ) external;

    /// @return isComplete whether every block is added up.
    /// @return dot `a . b`, when complete.
    function dotOf(bytes32 aRoot, bytes32 bRoot, uint32 lanes) external view returns (bool isComplete, int256 dot);

    /// @return blocks how many are added up: the index of the next one.
    function blocksOf(bytes32 aRoot, bytes32 bRoot, uint32 lanes) external view returns (uint32 blocks);
}
