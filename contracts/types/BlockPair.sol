// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One block of two vectors, each with its proof under its vector root.
struct BlockPair {
    bytes a; // 4,096 lanes, or what the last block has
    bytes b; // as many
    bytes32[] aProof;
    bytes32[] bProof;
}
