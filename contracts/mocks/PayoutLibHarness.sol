// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PayoutLib} from "../libraries/PayoutLib.sol";
import {Entry} from "../types/Entry.sol";

/// @notice Shows PayoutLib to the tests.
contract PayoutLibHarness {
    function share(int256 score, uint64 weight) external pure returns (uint128) {
        return PayoutLib.share(score, weight);
    }

    function ranksBefore(Entry calldata left, Entry calldata right) external pure returns (bool) {
        return PayoutLib.ranksBefore(left.share, left.cell, right.share, right.cell);
    }

    function total(Entry[] calldata entries) external pure returns (uint256) {
        return PayoutLib.total(entries);
    }

    function credit(uint128 part, Entry[] calldata entries, uint256 j) external pure returns (uint256) {
        return PayoutLib.credit(part, entries, PayoutLib.total(entries), j);
    }
}
