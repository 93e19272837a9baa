// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Role} from "../types/Role.sol";

/// @title Stakes by role, with delegation, slashable unbonding and rewards in O(1).
/// @notice A pool is the stake behind one operator in one role: the operator's own and that of its delegators, in shares.
/// A slash takes the same fraction of the active and of the unbonding stake of a pool. Where it takes everything, the shares are void
/// and the pool starts afresh.
/// @dev Money law: balance >= active + unbonding + rewards owed + undistributed. See docs/invariants.md.
interface IStaking {
    struct Unbonding {
        // slot 0
        address operator;
        uint40 releaseAt; // Unix seconds, fixed when it starts
        uint32 generation; // of the pool's unbonding stake
        Role role;
        // slot 1
        address staker;
        // slot 2
        uint112 shares; // of the pool's unbonding stake
    }

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
    /// @param amount token base units that came in.
    /// @param rewardPerTokenWad of all rewards so far, WAD (1e18 = one base unit per staked base unit).
    /// @param undistributed token base units kept for the next reward: all while (almost) nothing is staked, else rounding.
    event RewardAdded(address indexed from, uint128 amount, uint256 rewardPerTokenWad, uint128 undistributed);
    event RewardPaid(Role indexed role, address indexed operator, address indexed staker, uint128 amount);
    event ServiceDescribed(Role indexed role, address indexed operator, string endpoint, bytes32 metadataHash);

    error StakingZeroAmount();
    error StakingZeroOperator();
    error StakingNoSlasher(Role role);
    error StakingSlashAboveAll(uint16 slashBps);
    error StakingNotSlasher(Role role, address caller);
    error StakingInsufficientShares(uint256 wanted, uint256 held);
    error StakingNotReleased(uint256 unbondingId, uint40 releaseAt);
    error StakingUnknownUnbonding(uint256 unbondingId);
    error StakingNotStaker(uint256 unbondingId, address caller, address staker);

    /// @notice Stakes `amount` of the caller's OPEN behind `operator` (itself, or somebody it delegates to). Emits {Staked}.
    /// Requirements:
    /// - the role's slasher is wired: who may take a stake is known before it is given;
    /// - `amount` above 0, approved.
    /// @param amount token base units.
    /// @return shares minted, rounded down.
    function stake(Role role, address operator, uint128 amount) external returns (uint256 shares);

    /// @notice Starts to unbond `shares`. They stop earning and counting at once. Emits {UnbondingStarted}.
    /// Warning: what unbonds stays slashable until it is withdrawn, even after its release.
    /// @return unbondingId from 1.
    function unbond(Role role, address operator, uint256 shares) external returns (uint256 unbondingId);

    /// @notice Pays out an unbonding after its release, less what was slashed meanwhile: possibly 0. Only its staker. Emits
    /// {Withdrawn}.
    /// @return amount token base units, rounded down.
    function withdraw(uint256 unbondingId) external returns (uint128 amount);

    /// @notice Takes `slashBps` of a pool, active and unbonding, each rounded up. BountyBps of it, at most BountyCap, goes to
    /// `challenger` (none if 0), the rest is burnt. Only the role's slasher. Emits {Slashed}, unless there was nothing to take.
    /// Warning: a slash that would leave shares worth less than a millionth of what they were issued for takes that rest too.
    /// @param slashBps 1e4 = 100%.
    /// @return slashed token base units.
    function slash(Role role, address operator, uint16 slashBps, address challenger) external returns (uint128 slashed);

    /// @notice Pulls `amount` OPEN from the caller and shares it among all active stake. O(1). Emits {RewardAdded}.
    /// @dev While less than 1 OPEN is staked in all, rewards wait for the next one.
    /// @param amount token base units, above 0.
    function addReward(uint128 amount) external;

    /// @notice Pays the caller's rewards from one pool. What was earned is never slashed. Emits {RewardPaid}.
    /// @return amount token base units, rounded down; the fraction stays the caller's.
    function claimReward(Role role, address operator) external returns (uint128 amount);

    /// @notice Where an operator who serves can be reached. Emits {ServiceDescribed}; the log is the record.
    /// @param metadataHash keccak256 of the document that describes the service.
    function describe(Role role, string calldata endpoint, bytes32 metadataHash) external;

    /// @notice Whether the operator's active stake reaches the minimum of its role.
    function isActive(Role role, address operator) external view returns (bool);

    /// @return active token base units behind the operator.
    /// @return unbonding token base units leaving, still slashable.
    function poolOf(Role role, address operator) external view returns (uint128 active, uint128 unbonding);

    /// @return shares of the pool's present generation.
    function sharesOf(Role role, address operator, address staker) external view returns (uint256 shares);

    /// @return unbonding all zero once withdrawn.
    /// @return amount token base units it would pay now, rounded down.
    function unbondingOf(uint256 unbondingId) external view returns (Unbonding memory unbonding, uint128 amount);

    /// @return amount token base units the staker could claim now from that pool, rounded down.
    function pendingReward(Role role, address operator, address staker) external view returns (uint128 amount);

    /// @return active token base units, all pools together.
    /// @return undistributed token base units of rewards waiting for the next one.
    /// @return rewardPerTokenWad of all rewards so far, WAD.
    function totals() external view returns (uint128 active, uint128 undistributed, uint256 rewardPerTokenWad);

    /// @return slasher the only one who may slash in that role, 0 while the role takes no stake.
    function slasherOf(Role role) external view returns (address slasher);
}
