// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Role} from "../../../contracts/types/Role.sol";
import {EconomyCampaign} from "../handlers/economy/EconomyCampaign.sol";

/// @notice docs/invariants.md, section Staking.
abstract contract StakingLaws is EconomyCampaign {
    /// @param rewards whether to count what every position is owed, which takes longer than all other laws together.
    function _S1_S2_S3_staking(bool rewards) internal view {
        (uint128 total, uint128 undistributed, ) = _all.staking.totals();
        uint256 active;
        uint256 unbonding;
        uint256 owed;
        for (uint256 i = 0; i < _ATTESTORS; ++i) {
            address operator = _cast.actor(i);
            (uint128 poolActive, uint128 poolUnbonding) = _all.staking.poolOf(Role.Attestor, operator);
            active += poolActive;
            unbonding += poolUnbonding;
            for (uint256 j = 0; rewards && j < _ACTORS; ++j) {
                owed += _all.staking.pendingReward(Role.Attestor, operator, _cast.actor(j));
            }
        }
        uint256 held = _all.token.balanceOf(address(_all.staking));
        require(held >= active + unbonding + owed + undistributed, "S1: owes more than it holds");
        require(total == active, "S2: total is not the sum of the pools");
        require(_stakers.unbondings() <= unbonding, "S3: unbondings exceed their pools");
    }

    function _S5_aSlashTakesItsPartOfBoth() internal view {
        require(!_challenges.hasSlashedWrongly(), "S5: a slash spared active or unbonding stake");
    }
}
