// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PayoutLibHarness} from "../../contracts/mocks/PayoutLibHarness.sol";
import {Entry} from "../../contracts/types/Entry.sol";

/// @notice PayoutLib against its definition.
contract PayoutLibTest {
    PayoutLibHarness private immutable _PAYOUT = new PayoutLibHarness();

    function testFuzz_creditsSumExactlyToThePart(uint128 part, uint128[16] calldata shares, uint8 size) external view {
        Entry[] memory entries = _entries(shares, size);
        uint256 sum;
        for (uint256 j = 0; j < entries.length; ++j) sum += _PAYOUT.credit(part, entries, j);
        require(sum == part, "does not sum to the part");
    }

    function testFuzz_aCreditIsItsFloorButForTheFirst(
        uint128 part,
        uint128[16] calldata shares,
        uint8 size,
        uint256 place
    ) external view {
        Entry[] memory entries = _entries(shares, size);
        uint256 j = place % entries.length;
        uint256 total;
        for (uint256 i = 0; i < entries.length; ++i) total += entries[i].share;
        require(_PAYOUT.total(entries) == total, "total differs");

        uint256 floor = (uint256(part) * entries[j].share) / total;
        uint256 credit = _PAYOUT.credit(part, entries, j);
        if (j == 0) require(credit >= floor && credit - floor < entries.length, "takes more than the floors leave");
        else require(credit == floor, "not the floor");
    }

    function testFuzz_shareIsTheProductOfThePositivePart(int48 score, uint64 weight) external view {
        uint256 expected = score > 0 ? uint256(int256(score)) * weight : 0;
        require(_PAYOUT.share(score, weight) == expected, "share differs");
    }

    function testFuzz_ranksAreATotalOrder(Entry calldata left, Entry calldata right) external view {
        _requireOneIsFirst(left, right);
        // Ties, which random shares never have.
        _requireOneIsFirst(left, Entry({cell: right.cell, share: left.share}));
    }

    function _requireOneIsFirst(Entry memory left, Entry memory right) private view {
        bool before = _PAYOUT.ranksBefore(left, right);
        bool isAfter = _PAYOUT.ranksBefore(right, left);
        bool same = left.share == right.share && left.cell == right.cell;
        require(same ? !before && !isAfter : before != isAfter, "not a total order");
        if (left.share > right.share) require(before, "the larger share is not first");
        if (left.share == right.share && left.cell < right.cell) require(before, "the lower cell is not first");
    }

    function _entries(uint128[16] calldata shares, uint8 size) private pure returns (Entry[] memory entries) {
        entries = new Entry[](1 + (size % 16));
        for (uint32 i = 0; i < entries.length; ++i) {
            entries[i] = Entry({cell: i, share: shares[i] == 0 ? 1 : shares[i]}); // an honest list has no share of 0
        }
    }
}
