// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One cell that moved an answer: `share = max(0, a . b) * w`.
struct Entry {
    uint32 cell;
    uint128 share;
}
