// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Entry} from "../types/Entry.sol";
import {EntryLib} from "./EntryLib.sol";

/// @title The form of a model's default list: who is paid for an answer that no cell moved.
library DefaultsLib {
    uint256 internal constant MAX_ENTRIES = 16;

    /// @notice The first place that breaks the form, or the list's length when none does.
    /// @dev The form: different cells of the model, `share` = a cell's weight (so 1 to 2^64 - 1), by share falling, then cell rising.
    /// The length is the caller's to check.
    function firstFault(Entry[] calldata defaults, uint32 cellCount) internal pure returns (uint256 index) {
        for (index = 0; index < defaults.length; ++index) {
            Entry calldata entry = defaults[index];
            bool inRange = entry.cell < cellCount && entry.share != 0 && entry.share <= type(uint64).max;
            if (!inRange || !EntryLib.follows(defaults, index)) return index;
        }
    }
}
