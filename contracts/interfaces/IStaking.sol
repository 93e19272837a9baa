// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Role} from "../types/Role.sol";

/// @title Stakes by role, with delegation, slashable unbonding and rewards in O(1).
/// @notice A pool is the stake behind one operator in one role: the operator's own and that of its delegators, in shares.
/// A slash takes the same fraction of the active and of the unbonding stake of a pool.
interface IStaking {
    event Staked(
        Role indexed role,
        address indexed operator,
        address indexed staker,
        uint128 amount,
        uint256 shares,
        uint256 stakerShares,
        uint128 poolActive
    );
    event UnbondingStarted(
        Role indexed role,
        address indexed operator,
        address indexed staker,
        uint256 unbondingId,
        uint128 amount,
        uint256 shares,
        uint256 stakerShares,
        uint128 poolActive,
        uint40 releaseAt
    );
    event Withdrawn(uint256 indexed unbondingId, address indexed staker, uint128 amount);
    event Slashed(
        Role indexed role,
        address indexed operator,
        uint16 slashBps,
        uint128 fromActive,
        uint128 fromUnbonding,
        uint128 bounty,
        uint128 burnt,
        address challenger
    );
    event RewardAdded(address indexed from, uint128 amount, uint256 rewardPerTokenWad, uint128 undistributed);
    event RewardPaid(Role indexed role, address indexed operator, address indexed staker, uint128 amount);
    event ServiceDescribed(Role indexed role, address indexed operator, string endpoint, bytes32 metadataHash);

    error StakingZeroAmount();
    error StakingNotSlasher(Role role, address caller);
    error StakingInsufficientShares(uint256 wanted, uint256 held);
    error StakingNotReleased(uint256 unbondingId, uint40 releaseAt);
    error StakingUnknownUnbonding(uint256 unbondingId);
    error StakingNotStaker(uint256 unbondingId, address caller, address staker);

    /// @notice Stakes `amount` of the caller's OPEN behind `operator` (itself, or somebody it delegates to).
    function stake(Role role, address operator, uint128 amount) external returns (uint256 shares);

    /// @notice Starts to unbond `shares`. They stop earning and counting at once, and stay slashable until released.
    function unbond(Role role, address operator, uint256 shares) external returns (uint256 unbondingId);

    /// @notice Pays out an unbonding after its release, less what was slashed meanwhile. Rounds down.
    function withdraw(uint256 unbondingId) external returns (uint128 amount);

    /// @notice Takes `slashBps` of a pool. At most BountyCap of it goes to `challenger`, the rest is burnt. Only the role's slasher.
    function slash(Role role, address operator, uint16 slashBps, address challenger) external returns (uint128 slashed);

    /// @notice Pulls `amount` OPEN from the caller and shares it among all active stake. O(1).
    function addReward(uint128 amount) external;

    /// @notice Pays the caller's rewards from one pool.
    function claimReward(Role role, address operator) external returns (uint128 amount);

    /// @notice Where an operator who serves can be reached.
    function describe(Role role, string calldata endpoint, bytes32 metadataHash) external;

    /// @notice Whether the operator's active stake reaches the minimum of its role.
    function isActive(Role role, address operator) external view returns (bool);

    /// @return active token base units behind the operator.
    /// @return unbonding token base units leaving, still slashable.
    function poolOf(Role role, address operator) external view returns (uint128 active, uint128 unbonding);

    function sharesOf(Role role, address operator, address staker) external view returns (uint256 shares);

    /// @return amount token base units the staker could claim now from that pool, rounded down.
    function pendingReward(Role role, address operator, address staker) external view returns (uint128 amount);
}
