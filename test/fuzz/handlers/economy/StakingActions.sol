// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Staking} from "../../../../contracts/staking/Staking.sol";
import {Role} from "../../../../contracts/types/Role.sol";
import {Cast} from "./Cast.sol";
import {Contracts} from "./Contracts.sol";
import {EconomyHandler} from "./EconomyHandler.sol";

/// @notice Everybody stakes behind any of the attestors, leaves, and takes rewards.
contract StakingActions is EconomyHandler {
    uint256 private constant _MAX_OPEN = 12; // unbondings, so that the laws stay cheap
    uint256 private constant _START = 1e23; // token base units behind each attestor

    uint256[] private _open; // ids of unbondings

    constructor(Contracts memory all, Cast cast) EconomyHandler(all, cast) {
        for (uint256 i = 0; i < cast.ATTESTORS(); ++i) {
            _as(_attestor(i));
            _STAKING.stake(Role.Attestor, _attestor(i), uint128(_START));
        }
    }

    function stake(uint256 who, uint256 operator, uint256 amount) external {
        uint256 balance = _TOKEN.balanceOf(_actor(who));
        if (balance == 0) return;
        _as(_actor(who));
        _STAKING.stake(Role.Attestor, _attestor(operator), _amount(amount, balance / 10 + 1));
        ++done["stake"];
    }

    function unbond(uint256 who, uint256 operator, uint256 shares) external {
        uint256 held = _STAKING.sharesOf(Role.Attestor, _attestor(operator), _actor(who));
        if (held == 0 || _open.length == _MAX_OPEN) return;
        _as(_actor(who));
        try _STAKING.unbond(Role.Attestor, _attestor(operator), 1 + (shares % held)) returns (uint256 id) {
            _open.push(id);
            ++done["unbond"];
        } catch (bytes memory reason) {
            require(bytes4(reason) == bytes4(keccak256("StakingZeroAmount()")), "unbond: unexpected revert");
        }
    }

    /// @dev The first that is released, from a place on.
    function withdraw(uint256 from) external {
        uint256 count = _open.length;
        for (uint256 i = 0; i < count; ++i) {
            uint256 place = ((from % count) + i) % count;
            (Staking.Unbonding memory unbonding, uint128 expected) = _STAKING.unbondingOf(_open[place]);
            if (unbonding.releaseAt > block.timestamp) continue;

            _as(unbonding.staker);
            require(_STAKING.withdraw(_open[place]) == expected, "withdraw: not what the view said");
            _open[place] = _open[count - 1];
            _open.pop();
            ++done["withdraw"];
            return;
        }
    }

    function claimReward(uint256 who, uint256 operator) external {
        uint128 expected = _STAKING.pendingReward(Role.Attestor, _attestor(operator), _actor(who));
        if (expected == 0) return;
        _as(_actor(who));
        uint128 paid = _STAKING.claimReward(Role.Attestor, _attestor(operator));
        require(paid == expected, "claimReward: not what the view said");
        ++done["claimReward"];
    }

    function addReward(uint256 who, uint256 amount) external {
        uint256 balance = _TOKEN.balanceOf(_actor(who));
        if (balance == 0) return;
        _as(_actor(who));
        _STAKING.addReward(_amount(amount, balance / 1_000 + 1));
        ++done["addReward"];
    }

    /// @return sum of what the open unbondings would pay, token base units.
    function unbondings() external view returns (uint256 sum) {
        for (uint256 i = 0; i < _open.length; ++i) {
            (, uint128 amount) = _STAKING.unbondingOf(_open[i]);
            sum += amount;
        }
    }
}
