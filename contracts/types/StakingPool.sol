// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Position} from "./Position.sol";
import {SharePool} from "./SharePool.sol";

/// @notice The stake behind one operator in one role, and its rewards.
/// @dev Until its first slash a share is a token base unit, so the pool's reward index is the global one and nothing of it is
/// stored. See StakingRewardLib.
struct StakingPool {
    // slot 0
    SharePool active;
    // slot 1: where the reward index stood when last counted, 0 before the first slash
    uint112 rewardPerTokenWad; // the global index then
    uint112 rewardPerShareWad; // the pool's index then; never above the global one
    // slot 2
    SharePool unbonding;
    // slot 3
    uint256 remainderWad; // token base units, WAD: what shares could not divide, kept for the next reward
    // slot 4
    mapping(uint32 generation => uint112) finalPerShareWad; // the pool's index at which a past generation ended
    // slot 5
    mapping(address staker => Position) positions;
    // slot 6
    mapping(address staker => uint256) accruedWad; // token base units, WAD: counted and not claimed, with its fraction
}
