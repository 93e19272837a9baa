// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One line of a contribution's statement: what entry `entry` of row `row` pays it.
struct Credit {
    uint32 row;
    uint8 entry;
    uint128 amount; // token base units
}
