// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Where a contribution stands in review. Unknown is 0, so that an unset record reads as "no such contribution".
enum ContributionStatus {
    Unknown,
    Pending,
    Accepted,
    Refused
}
