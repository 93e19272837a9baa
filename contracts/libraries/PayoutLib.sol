// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Entry} from "../types/Entry.sol";

/// @title How an answer's money is divided among the cells that moved it.
library PayoutLib {
    /// @notice A cell's share in an answer: `max(0, score) * weight`.
    /// @dev Overflow impossible: a score of fewer than 2^32 lanes is below 2^46, a weight below 2^64.
    /// @param score `a . b`.
    /// @param weight the cell's quality weight.
    function share(int256 score, uint64 weight) internal pure returns (uint128) {
        return score <= 0 ? 0 : uint128(uint256(score) * weight);
    }

    /// @notice Whether a cell of share `left` stands before one of share `right` in a row: the larger share, then the lower cell.
    function ranksBefore(uint128 left, uint32 leftCell, uint128 right, uint32 rightCell) internal pure returns (bool) {
        return left > right || (left == right && leftCell < rightCell);
    }

    /// @notice The sum of a list's shares. 0 for no list of an honest batch.
    function total(Entry[] calldata entries) internal pure returns (uint256 sum) {
        // Overflow impossible: calldata holds fewer than 2^128 entries.
        for (uint256 i = 0; i < entries.length; ++i) sum += entries[i].share;
    }

    /// @notice What entry `j` is paid: `floor(part * share / total)`; entry 0 takes what the floors leave, so that the credits of a
    /// row sum exactly to its part.
    /// @param part token base units of the answer's contributors.
    /// @param sum {total} of the entries, above 0.
    /// @return token base units.
    function credit(uint128 part, Entry[] calldata entries, uint256 sum, uint256 j) internal pure returns (uint256) {
        if (j != 0) return _floor(part, entries[j], sum);

        uint256 rest = part;
        // Underflow impossible: floors of fractions of `part` that sum to at most 1.
        for (uint256 i = 1; i < entries.length; ++i) rest -= _floor(part, entries[i], sum);
        return rest;
    }

    /// @dev Overflow impossible: both factors < 2^128.
    function _floor(uint128 part, Entry calldata entry, uint256 sum) private pure returns (uint256) {
        return (uint256(part) * entry.share) / sum;
    }
}
