// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Position} from "./Position.sol";
import {SharePool} from "./SharePool.sol";

/// @notice The stake behind one operator in one role, and its rewards.
struct StakingPool {
    // slot 0
    SharePool active;
    // slot 1
    uint112 rewardPerTokenWad; // the global one up to which `rewardPerShareWad` is counted
    uint112 rewardPerShareWad; // never above the global one, as a share is never worth more than a token base unit
    // slot 2
    SharePool unbonding;
    // slot 3
    uint256 remainderWad; // token base units, WAD: what shares could not divide, kept for the next reward
    // slot 4
    mapping(uint32 generation => uint112) finalPerShareWad; // rewardPerShareWad at which a past generation ended
    // slot 5
    mapping(address staker => Position) positions;
}
