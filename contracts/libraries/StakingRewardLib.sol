// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Position} from "../types/Position.sol";
import {SharePool} from "../types/SharePool.sol";
import {StakingPool} from "../types/StakingPool.sol";

/// @title Rewards in two levels: per staked token over all pools, then per share of a pool.
/// @notice Remainders are kept, not dropped, so accruing once gives exactly what accruing after every reward gives.
library StakingRewardLib {
    /// @notice Brings a pool up to the global index, before its active stake changes.
    /// @param active the pool's active stake as it has been since it was last accrued.
    /// @return perShareWad the pool's index now.
    function accrue(
        StakingPool storage pool,
        SharePool memory active,
        uint256 rewardPerTokenWad
    ) internal returns (uint256 perShareWad) {
        if (!active.slashed) return rewardPerTokenWad; // stored by the first slash

        uint256 remainderWad;
        (perShareWad, remainderWad) = preview(pool, active, rewardPerTokenWad);
        if (pool.rewardPerTokenWad == rewardPerTokenWad) return perShareWad;

        store(pool, rewardPerTokenWad, perShareWad);
        pool.remainderWad = remainderWad;
    }

    /// @notice Stores a pool's index.
    function store(StakingPool storage pool, uint256 rewardPerTokenWad, uint256 perShareWad) internal {
        // Narrowing is safe: the global index is a uint112 in Staking, and no step of the pool's is greater: with
        // amount <= shares and remainder < shares, (delta * amount + remainder) / shares <= delta.
        pool.rewardPerTokenWad = uint112(rewardPerTokenWad);
        pool.rewardPerShareWad = uint112(perShareWad);
    }

    /// @notice What {accrue} would bring.
    /// @return perShareWad the pool's index now.
    /// @return remainderWad token base units, WAD: what the shares could not divide.
    function preview(
        StakingPool storage pool,
        SharePool memory active,
        uint256 rewardPerTokenWad
    ) internal view returns (uint256 perShareWad, uint256 remainderWad) {
        if (!active.slashed) return (rewardPerTokenWad, 0);
        perShareWad = pool.rewardPerShareWad;
        if (active.shares == 0) return (perShareWad, 0); // nothing was shared with this pool

        uint256 deltaWad = rewardPerTokenWad - pool.rewardPerTokenWad;
        // A remainder of more shares than there are now is cut, or it would lift the pool's index above the global one.
        uint256 remainder = Math.min(pool.remainderWad, active.shares - 1);
        uint256 owedWad = deltaWad * active.amount + remainder; // Overflow impossible: 112 + 96 bits, and 112.
        return (perShareWad + owedWad / active.shares, owedWad % active.shares);
    }

    /// @return earnedWad what a position has earned since it was last counted, at its pool's index `perShareWad`.
    function earned(
        StakingPool storage pool,
        Position memory position,
        uint32 generation,
        uint256 perShareWad
    ) internal view returns (uint256 earnedWad) {
        if (position.shares == 0) return 0;
        if (position.generation != generation) perShareWad = pool.finalPerShareWad[position.generation];
        return uint256(position.shares) * (perShareWad - position.paidPerShareWad); // Overflow impossible: 224 bits.
    }
}
