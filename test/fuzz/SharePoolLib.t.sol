// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SharePoolLib} from "../../contracts/libraries/SharePoolLib.sol";
import {SharePool} from "../../contracts/types/SharePool.sol";

contract SharePoolLibTest {
    using SharePoolLib for SharePool;

    uint256 private constant _SUPPLY = 1e27;

    /// Any run of deposits, redemptions and slashes keeps the laws of SharePool.
    function testFuzz_keepsItsLaws(uint96[24] memory amounts, uint8[24] memory kinds) external pure {
        SharePool memory pool;
        for (uint256 i = 0; i < amounts.length; ++i) {
            if (kinds[i] % 3 == 0) _deposit(pool, amounts[i] % (_SUPPLY - pool.amount));
            else if (kinds[i] % 3 == 1) _redeem(pool, amounts[i]);
            else _slash(pool, uint16(amounts[i] % 10_001));

            require(pool.amount <= pool.shares, "a share is worth more than a base unit");
            require(pool.shares <= 1e6 * uint256(pool.amount), "a share is worth less than a millionth");
            require(pool.slashed || pool.shares == pool.amount, "an unslashed share is not a base unit");
        }
    }

    /// A millionth of the shares is the least that a slash leaves; of anything less it takes all.
    function test_leavesAMillionthOrNothing() external pure {
        for (uint16 last = 99_00; last <= 99_01; ++last) {
            SharePool memory pool;
            pool.deposit(1e10);
            _slash(pool, 99_99);
            _slash(pool, last);
            if (last == 99_00) require(pool.amount == 1e4 && pool.shares == 1e10, "took what could stay");
            else require(pool.amount == 0 && pool.shares == 0 && pool.generation == 1, "left too little");
        }
    }

    /// Donations and first deposits: nobody gains by joining and leaving, nobody loses more than a base unit.
    function testFuzz_joiningAndLeavingIsFair(uint96 first, uint96 second, uint16 slashBps) external pure {
        SharePool memory pool;
        _deposit(pool, first % (_SUPPLY / 2));
        _slash(pool, uint16(slashBps % 10_001));
        uint256 before = pool.amount;
        second = uint96(second % (_SUPPLY / 2));
        if (second == 0) return;

        uint256 shares = pool.deposit(second);
        require(shares >= second, "fewer shares than base units");
        uint256 back = pool.redeem(shares);
        require(back <= second && back + 1 >= second, "joining and leaving is not neutral");
        require(pool.amount >= before, "those who stayed lost");
    }

    function _deposit(SharePool memory pool, uint256 amount) private pure {
        if (amount != 0) pool.deposit(amount);
    }

    function _redeem(SharePool memory pool, uint256 seed) private pure {
        if (pool.shares != 0) pool.redeem(seed % (uint256(pool.shares) + 1));
    }

    function _slash(SharePool memory pool, uint16 slashBps) private pure {
        uint256 before = pool.amount;
        uint256 taken = pool.slash(slashBps);
        require(before == 0 || slashBps == 0 || taken != 0, "a slash rounds to zero");
        require(taken + pool.amount == before, "a slash creates or loses money");
    }
}
