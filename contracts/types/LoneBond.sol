// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What stands behind a batch that nobody signed: one slot.
struct LoneBond {
    address poster;
    uint96 amount; // token base units, 0 once released or slashed
}
