// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One staker's part of one staking pool.
struct Position {
    // slot 0
    uint112 shares;
    uint112 paidPerShareWad; // the pool's rewardPerShareWad up to which `accruedWad` is counted
    uint32 generation; // of the pool's active stake that `shares` are of
    // slot 1
    uint256 accruedWad; // token base units, WAD: unclaimed, with its fraction
}
