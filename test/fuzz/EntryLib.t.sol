// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LeafHarness} from "../../contracts/mocks/LeafHarness.sol";
import {Entry} from "../../contracts/types/Entry.sol";

/// @notice Lists of entries: the assembly against plain Solidity, and the form of default lists against its definition.
contract EntryLibTest {
    LeafHarness private immutable _LEAVES = new LeafHarness();

    function testFuzz_listHashEqualsEncodePacked(Entry[] calldata entries) external view {
        bytes memory hashes;
        for (uint256 i = 0; i < entries.length; ++i) hashes = bytes.concat(hashes, _LEAVES.hashEntry(entries[i]));
        require(_LEAVES.hashEntries(entries) == keccak256(hashes), "list hash differs");
    }

    /// @dev Small numbers, so that ties, repetitions and order all occur.
    function testFuzz_defaultsHaveNoFaultExactlyWhenWellFormed(uint8[5] calldata numbers, uint8 size) external view {
        Entry[] memory entries = new Entry[](1 + (size % 5));
        for (uint256 i = 0; i < entries.length; ++i) {
            entries[i] = Entry({cell: (numbers[i] >> 4) % 6, share: (numbers[i] & 15) % 5});
        }
        bool wellFormed = true;
        for (uint256 i = 0; i < entries.length; ++i) {
            if (entries[i].cell >= 5 || entries[i].share == 0) wellFormed = false;
            for (uint256 j = i + 1; j < entries.length; ++j) {
                if (entries[i].cell == entries[j].cell || _key(entries[i]) >= _key(entries[j])) wellFormed = false;
            }
        }
        require((_LEAVES.firstFault(entries, 5) == entries.length) == wellFormed, "wrong verdict");
    }

    /// @dev Ascending exactly when the share falls, then the cell rises.
    function _key(Entry memory entry) private pure returns (uint256) {
        return (uint256(type(uint128).max - entry.share) << 32) | entry.cell;
    }
}
