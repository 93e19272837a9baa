// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Role} from "../../contracts/types/Role.sol";
import {StakingHandler} from "./handlers/StakingHandler.sol";

/// @notice The laws of docs/invariants.md, section Staking.
contract StakingInvariantsTest {
    StakingHandler private _handler;

    function setUp() external {
        _handler = new StakingHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev One campaign for all laws: what costs is the calls, not the looking. Short: EconomyInvariants is the long one.
    /// hardhat-config: default.invariant.runs = 32
    /// hardhat-config: default.invariant.depth = 100
    function invariant_everyLawHolds() external view {
        _S1_holdsWhatItOwes();
        _S2_totalIsTheSumOfThePools();
        _S3_unbondingsNeverExceedTheirPools();
    }

    function _S1_holdsWhatItOwes() private view {
        (, uint128 undistributed, ) = _handler.STAKING().totals();
        uint256 due = undistributed;
        for (uint256 i = 0; i < _handler.ACTORS(); ++i) {
            address operator = _handler.actor(i);
            (uint128 active, uint128 unbonding) = _handler.STAKING().poolOf(Role.Attestor, operator);
            due += uint256(active) + unbonding;
            for (uint256 j = 0; j < _handler.ACTORS(); ++j) {
                due += _handler.STAKING().pendingReward(Role.Attestor, operator, _handler.actor(j));
            }
        }
        require(_handler.TOKEN().balanceOf(address(_handler.STAKING())) >= due, "S1: owes more than it holds");
    }

    function _S2_totalIsTheSumOfThePools() private view {
        (uint128 total, , ) = _handler.STAKING().totals();
        uint256 sum;
        for (uint256 i = 0; i < _handler.ACTORS(); ++i) {
            (uint128 active, ) = _handler.STAKING().poolOf(Role.Attestor, _handler.actor(i));
            sum += active;
        }
        require(total == sum, "S2: total is not the sum of the pools");
    }

    function _S3_unbondingsNeverExceedTheirPools() private view {
        uint256 sum;
        for (uint256 id = 1; id <= _handler.unbondings(); ++id) {
            (, uint128 amount) = _handler.STAKING().unbondingOf(id);
            sum += amount;
        }
        uint256 pools;
        for (uint256 i = 0; i < _handler.ACTORS(); ++i) {
            (, uint128 unbonding) = _handler.STAKING().poolOf(Role.Attestor, _handler.actor(i));
            pools += unbonding;
        }
        require(sum <= pools, "S3: unbondings exceed their pools");
    }
}
