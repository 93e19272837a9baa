// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The cells of one contribution: leaf of a model's contribution table.
struct ContributionCells {
    uint256 contributionId;
    uint32 firstCell;
    uint32 cellCount;
}
