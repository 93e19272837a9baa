// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One staker's part of one staking pool. One slot.
struct Position {
    uint112 shares;
    uint112 paidPerShareWad; // the pool's reward index up to which rewards are counted
    uint32 generation; // of the pool's active stake that `shares` are of
}
