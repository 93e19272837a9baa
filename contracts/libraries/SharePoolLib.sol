// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {SharePool} from "../types/SharePool.sol";

/// @title Shares of a sum that grows by deposits and shrinks by redemptions and slashes, and by nothing else.
/// @notice A share starts at one token base unit and is never worth more, so there is nothing to inflate: a first depositor or a
/// donation cannot make the next deposit round to no shares.
/// @dev Works on memory copies; the caller stores them. Every rounding favours those who stay.
library SharePoolLib {
    using SafeCast for uint256;

    /// @dev A slash that leaves shares worth less than a millionth of a token base unit takes the rest too. Bounds `shares`
    /// below 1e6 * 1e27, the OPEN supply, which fits in uint112.
    uint256 internal constant MAX_SHARES_PER_TOKEN = 1e6;

    /// @return shares minted for `amount`, rounded down, at least `amount`.
    function deposit(SharePool memory pool, uint256 amount) internal pure returns (uint256 shares) {
        shares = pool.shares == 0 ? amount : (amount * pool.shares) / pool.amount;
        pool.amount = (pool.amount + amount).toUint96();
        pool.shares = (pool.shares + shares).toUint112();
    }

    /// @param shares of the pool's generation, at most `pool.shares`.
    /// @return amount token base units, rounded down; all that is left for the last shares.
    function redeem(SharePool memory pool, uint256 shares) internal pure returns (uint256 amount) {
        amount = (shares * pool.amount) / pool.shares;
        // Narrowing is safe: both are at most what the pool holds.
        pool.amount -= uint96(amount);
        pool.shares -= uint112(shares);
    }

    /// @notice Takes `slashBps` of the pool; starts a new generation when nothing is left.
    /// @return amount token base units. Rounded up: no slash of something takes nothing.
    function slash(SharePool memory pool, uint16 slashBps) internal pure returns (uint256 amount) {
        amount = Math.ceilDiv(uint256(pool.amount) * slashBps, 1e4);
        if ((pool.amount - amount) * MAX_SHARES_PER_TOKEN < pool.shares) amount = pool.amount;
        pool.amount -= uint96(amount); // Narrowing is safe: <= pool.amount, as slashBps <= 1e4.
        if (amount != 0) pool.slashed = true;

        if (pool.amount == 0 && pool.shares != 0) {
            pool.shares = 0;
            ++pool.generation;
        }
    }
}
