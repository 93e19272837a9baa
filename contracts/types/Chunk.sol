// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One piece of a contribution's bytes: leaf of the contribution's tree.
struct Chunk {
    bytes32 contentHash; // keccak256 of the chunk's bytes
    uint32 length; // bytes
}
