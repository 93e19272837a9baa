// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A node of a Merkle-sum tree: a hash and the amount below it.
struct SumNode {
    bytes32 hash;
    uint128 sum; // token base units
}
