// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Entry} from "../types/Entry.sol";

/// @title The form of a model's default list: who is paid for an answer that no cell moved.
library DefaultsLib {
    uint256 internal constant MAX_ENTRIES = 16;

    /// @notice The first place that breaks the form, or the list's length when none does.
    /// @dev The form: different cells of the model, `share` = a cell's weight (so 1 to 2^64 - 1), by share falling, then cell rising.
    /// The length is the caller's to check.
    function firstFault(Entry[] calldata defaults, uint32 cellCount) internal pure returns (uint256 index) {
        for (index = 0; index < defaults.length; ++index) {
            Entry calldata entry = defaults[index];
            if (entry.cell >= cellCount || entry.share == 0 || entry.share > type(uint64).max) return index;
            if (index == 0) continue;

            Entry calldata previous = defaults[index - 1];
            bool sorted = previous.share > entry.share || (previous.share == entry.share && previous.cell < entry.cell);
            if (!sorted || _contains(defaults[:index], entry.cell)) return index;
        }
    }

    /// @dev At most 16 entries: cheaper than keeping a set.
    function _contains(Entry[] calldata entries, uint32 cell) private pure returns (bool) {
        for (uint256 i = 0; i < entries.length; ++i) {
            if (entries[i].cell == cell) return true;
        }
        return false;
    }
}
