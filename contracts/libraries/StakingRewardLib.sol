// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Position} from "../types/Position.sol";
import {SharePool} from "../types/SharePool.sol";
import {StakingPool} from "../types/StakingPool.sol";

/// @title Rewards in two levels: per staked token over all pools, then per share of a pool.
/// @notice Remainders are kept, not dropped, so accruing once gives exactly what accruing after every reward gives.
library StakingRewardLib {
    uint256 internal constant WAD = 1e18;

    /// @notice Brings a pool up to the global index.
    /// @param active the pool's active stake as it has been since it was last accrued.
    /// @return perShareWad the pool's index now.
    function accrue(
        StakingPool storage pool,
        SharePool memory active,
        uint256 rewardPerTokenWad
    ) internal returns (uint256 perShareWad) {
        if (pool.rewardPerTokenWad == rewardPerTokenWad) return pool.rewardPerShareWad;

        uint256 remainderWad;
        (perShareWad, remainderWad) = preview(pool, active, rewardPerTokenWad);
        // Narrowing is safe: perShareWad <= rewardPerTokenWad, a uint112 in Staking.
        pool.rewardPerTokenWad = uint112(rewardPerTokenWad);
        pool.rewardPerShareWad = uint112(perShareWad);
        if (active.shares != active.amount) pool.remainderWad = remainderWad;
    }

    /// @notice What {accrue} would bring.
    /// @return perShareWad the pool's index now.
    /// @return remainderWad what the shares cannot divide; meaningless where a share is a token base unit.
    function preview(
        StakingPool storage pool,
        SharePool memory active,
        uint256 rewardPerTokenWad
    ) internal view returns (uint256 perShareWad, uint256 remainderWad) {
        perShareWad = pool.rewardPerShareWad;
        if (active.shares == 0) return (perShareWad, 0); // nobody to pay, and nothing was shared with this pool

        uint256 deltaWad = rewardPerTokenWad - pool.rewardPerTokenWad;
        if (active.shares == active.amount) return (perShareWad + deltaWad, 0); // a share is a token base unit

        // Overflow impossible: 112 + 96 bits, and a remainder of at most 112.
        uint256 owedWad = deltaWad * active.amount + pool.remainderWad;
        return (perShareWad + owedWad / active.shares, owedWad % active.shares);
    }

    /// @return accruedWad what a position has earned and not claimed, at its pool's index `perShareWad`.
    function accrued(
        StakingPool storage pool,
        Position memory position,
        uint32 generation,
        uint256 perShareWad
    ) internal view returns (uint256 accruedWad) {
        if (position.generation != generation) perShareWad = pool.finalPerShareWad[position.generation];
        // Overflow impossible: 112 + 112 bits a step, and the sum is money that exists.
        return position.accruedWad + uint256(position.shares) * (perShareWad - position.paidPerShareWad);
    }
}
