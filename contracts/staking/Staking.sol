// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IParameters} from "../interfaces/IParameters.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {BountyLib} from "../libraries/BountyLib.sol";
import {SharePoolLib} from "../libraries/SharePoolLib.sol";
import {StakingRewardLib} from "../libraries/StakingRewardLib.sol";
import {WiredOnce} from "../libraries/WiredOnce.sol";
import {Parameter} from "../types/Parameter.sol";
import {Position} from "../types/Position.sol";
import {Role} from "../types/Role.sol";
import {SharePool} from "../types/SharePool.sol";
import {StakingPool} from "../types/StakingPool.sol";

/// @title Stakes by role, with delegation, slashable unbonding and rewards in O(1).
/// @dev Assumptions.
/// Token: OpenToken; moves exactly what it is asked to, calls nobody back, burns.
/// Slashers: contracts that slash only on proof. They cannot pay out more than the capped bounty; the rest of a slash burns.
/// Nobody else, the deployer and governance included, can move or freeze a stake.
contract Staking is IStaking, WiredOnce {
    using BountyLib for IParameters;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;
    using SharePoolLib for SharePool;
    using StakingRewardLib for StakingPool;

    struct Totals {
        // slot 0
        uint112 rewardPerTokenWad; // at most all rewards ever in token base units, as at least 1e18 shares each of them
        uint96 active; // token base units, the sum of all pools' active stake
        uint8 openRoles; // bit r: role r has its slasher
        // slot 1
        uint128 undistributed; // token base units
    }

    /// @dev Below this much active stake in all, rewards wait: bounds `rewardPerTokenWad`.
    uint256 private constant _MIN_SHARING = 1e18; // 1 OPEN
    uint256 private constant _WAD = 1e18;
    uint256 private constant _BPS = 1e4;

    IERC20 public immutable TOKEN;
    IParameters public immutable PARAMETERS;

    Totals internal _totals;
    mapping(Role role => mapping(address operator => StakingPool)) internal _pools;
    mapping(uint256 unbondingId => Unbonding) internal _unbondings;
    uint256 internal _lastUnbondingId; // ids start at 1
    mapping(Role role => address) internal _slashers;

    constructor(IERC20 token, IParameters parameters) {
        TOKEN = token;
        PARAMETERS = parameters;
    }

    /// @notice Names the role's slasher and thereby opens the role. Only the deployer, once per role.
    function wire(Role role, address slasher) external {
        bytes32 name = bytes32(bytes.concat("slasher.", bytes1(uint8(48 + uint8(role))))); // 48 = "0"
        _slashers[role] = _wireOnce(name, _slashers[role], slasher);
        _totals.openRoles |= _bit(role);
    }

    /* STAKE */

    /// @inheritdoc IStaking
    function stake(Role role, address operator, uint128 amount) external returns (uint256 shares) {
        require(amount != 0, StakingZeroAmount());
        require(operator != address(0), StakingZeroOperator());
        require(_totals.openRoles & _bit(role) != 0, StakingNoSlasher(role));

        StakingPool storage pool = _pools[role][operator];
        (SharePool memory active, Position memory position) = _accrued(pool, msg.sender);
        shares = active.deposit(amount);
        position.shares += uint112(shares); // Narrowing is safe: at most the pool's.
        pool.active = active;
        pool.positions[msg.sender] = position;
        _totals.active += uint96(amount); // Narrowing is safe: the pool took it.

        emit Staked(role, operator, msg.sender, amount, shares, position.shares, active.amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    function _bit(Role role) private pure returns (uint8) {
        return uint8(1 << uint8(role)); // Narrowing is safe: five roles.
    }

    /// @inheritdoc IStaking
    function isActive(Role role, address operator) external view returns (bool) {
        Parameter minimum = Parameter(uint8(Parameter.MinAttestorStake) + uint8(role)); // the minima are in the roles' order
        return _pools[role][operator].active.amount >= PARAMETERS.get(minimum);
    }

    /// @inheritdoc IStaking
    function describe(Role role, string calldata endpoint, bytes32 metadataHash) external {
        emit ServiceDescribed(role, msg.sender, endpoint, metadataHash);
    }

    /* UNBOND */

    /// @inheritdoc IStaking
    function unbond(Role role, address operator, uint256 shares) external returns (uint256 unbondingId) {
        StakingPool storage pool = _pools[role][operator];
        (SharePool memory active, Position memory position) = _accrued(pool, msg.sender);
        require(shares <= position.shares, StakingInsufficientShares(shares, position.shares));
        require(shares != 0, StakingZeroAmount());

        uint256 amount = active.redeem(shares);
        require(amount != 0, StakingZeroAmount());
        position.shares -= uint112(shares); // Narrowing is safe: <= position.shares.
        SharePool memory unbonding = pool.unbonding;
        uint256 unbondingShares = unbonding.deposit(amount);
        pool.active = active;
        pool.unbonding = unbonding;
        pool.positions[msg.sender] = position;
        _totals.active -= uint96(amount);

        unbondingId = ++_lastUnbondingId;
        uint40 releaseAt = uint40(block.timestamp + PARAMETERS.get(Parameter.UnbondingSeconds));
        _unbondings[unbondingId] = Unbonding({
            operator: operator,
            releaseAt: releaseAt,
            generation: unbonding.generation,
            role: role,
            staker: msg.sender,
            shares: uint112(unbondingShares)
        });
        emit UnbondingStarted(
            role,
            operator,
            msg.sender,
            unbondingId,
            uint128(amount),
            shares,
            position.shares,
            active.amount,
            releaseAt
        );
    }

    /// @inheritdoc IStaking
    function withdraw(uint256 unbondingId) external returns (uint128 amount) {
        Unbonding memory unbonding = _unbondings[unbondingId];
        require(unbonding.staker != address(0), StakingUnknownUnbonding(unbondingId));
        require(unbonding.staker == msg.sender, StakingNotStaker(unbondingId, msg.sender, unbonding.staker));
        require(block.timestamp >= unbonding.releaseAt, StakingNotReleased(unbondingId, unbonding.releaseAt));

        delete _unbondings[unbondingId];
        SharePool memory leaving = _pools[unbonding.role][unbonding.operator].unbonding;
        if (leaving.generation == unbonding.generation) {
            amount = uint128(leaving.redeem(unbonding.shares));
            _pools[unbonding.role][unbonding.operator].unbonding = leaving;
        }

        emit Withdrawn(unbondingId, msg.sender, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    /* SLASH */

    /// @inheritdoc IStaking
    function slash(
        Role role,
        address operator,
        uint16 slashBps,
        address challenger
    ) external returns (uint128 slashed) {
        require(msg.sender == _slashers[role], StakingNotSlasher(role, msg.sender));
        require(slashBps <= _BPS, StakingSlashAboveAll(slashBps));

        (uint128 fromActive, uint128 fromUnbonding) = _take(_pools[role][operator], slashBps);
        slashed = fromActive + fromUnbonding;
        if (slashed == 0) return 0;

        uint128 bounty = PARAMETERS.bountyOf(slashed, challenger);
        uint128 burnt = slashed - bounty;
        emit Slashed(role, operator, slashBps, fromActive, fromUnbonding, bounty, burnt, challenger);
        if (bounty != 0) TOKEN.safeTransfer(challenger, bounty);
        ERC20Burnable(address(TOKEN)).burn(burnt);
    }

    function _take(
        StakingPool storage pool,
        uint16 slashBps
    ) private returns (uint128 fromActive, uint128 fromUnbonding) {
        SharePool memory active = pool.active;
        uint256 perShareWad = pool.accrue(active, _totals.rewardPerTokenWad);
        pool.store(_totals.rewardPerTokenWad, perShareWad); // a pool's first slash parts its index from the global one

        uint32 generation = active.generation;
        fromActive = uint128(active.slash(slashBps));
        if (active.generation != generation) pool.finalPerShareWad[generation] = uint112(perShareWad);
        pool.active = active;
        _totals.active -= uint96(fromActive);

        SharePool memory unbonding = pool.unbonding;
        fromUnbonding = uint128(unbonding.slash(slashBps));
        pool.unbonding = unbonding;
    }

    /* REWARDS */

    /// @inheritdoc IStaking
    function addReward(uint128 amount) external {
        require(amount != 0, StakingZeroAmount());

        Totals memory totals_ = _totals;
        uint256 pot = uint256(amount) + totals_.undistributed;
        if (totals_.active >= _MIN_SHARING) {
            uint256 stepWad = (pot * _WAD) / totals_.active;
            totals_.rewardPerTokenWad = (totals_.rewardPerTokenWad + stepWad).toUint112();
            // Up: what was promised to stakers must not be promised again.
            pot -= Math.ceilDiv(stepWad * totals_.active, _WAD);
        }
        totals_.undistributed = pot.toUint128();
        _totals = totals_;

        emit RewardAdded(msg.sender, amount, totals_.rewardPerTokenWad, totals_.undistributed);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IStaking
    function claimReward(Role role, address operator) external returns (uint128 amount) {
        StakingPool storage pool = _pools[role][operator];
        (, Position memory position) = _accrued(pool, msg.sender);
        uint256 accruedWad = pool.accruedWad[msg.sender];
        amount = (accruedWad / _WAD).toUint128();
        pool.accruedWad[msg.sender] = accruedWad % _WAD;
        pool.positions[msg.sender] = position;

        emit RewardPaid(role, operator, msg.sender, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IStaking
    function pendingReward(Role role, address operator, address staker) external view returns (uint128 amount) {
        StakingPool storage pool = _pools[role][operator];
        SharePool memory active = pool.active;
        (uint256 perShareWad, ) = pool.preview(active, _totals.rewardPerTokenWad);
        uint256 earnedWad = pool.earned(pool.positions[staker], active.generation, perShareWad);
        return ((pool.accruedWad[staker] + earnedWad) / _WAD).toUint128();
    }

    /// @dev Brings the pool and one position up to now: a change of stake acts only on rewards after it. The caller stores both.
    function _accrued(
        StakingPool storage pool,
        address staker
    ) private returns (SharePool memory active, Position memory position) {
        active = pool.active;
        uint256 perShareWad = pool.accrue(active, _totals.rewardPerTokenWad);

        position = pool.positions[staker];
        uint256 earnedWad = pool.earned(position, active.generation, perShareWad);
        if (earnedWad != 0) pool.accruedWad[staker] += earnedWad;
        if (position.generation != active.generation) {
            position.generation = active.generation;
            position.shares = 0; // the slash that ended its generation took everything
        }
        position.paidPerShareWad = uint112(perShareWad);
    }

    /* VIEWS */

    /// @inheritdoc IStaking
    function poolOf(Role role, address operator) external view returns (uint128 active, uint128 unbonding) {
        StakingPool storage pool = _pools[role][operator];
        return (pool.active.amount, pool.unbonding.amount);
    }

    /// @inheritdoc IStaking
    function sharesOf(Role role, address operator, address staker) external view returns (uint256 shares) {
        StakingPool storage pool = _pools[role][operator];
        Position storage position = pool.positions[staker];
        return position.generation == pool.active.generation ? position.shares : 0;
    }

    /// @inheritdoc IStaking
    function unbondingOf(uint256 unbondingId) external view returns (Unbonding memory unbonding, uint128 amount) {
        unbonding = _unbondings[unbondingId];
        SharePool memory leaving = _pools[unbonding.role][unbonding.operator].unbonding;
        if (unbonding.shares != 0 && leaving.generation == unbonding.generation) {
            amount = uint128(leaving.redeem(unbonding.shares));
        }
    }

    /// @inheritdoc IStaking
    function totals() external view returns (uint128 active, uint128 undistributed, uint256 rewardPerTokenWad) {
        return (_totals.active, _totals.undistributed, _totals.rewardPerTokenWad);
    }

    /// @inheritdoc IStaking
    function slasherOf(Role role) external view returns (address slasher) {
        return _slashers[role];
    }
}
