// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ChunkLib} from "../libraries/ChunkLib.sol";
import {ContributionCellsLib} from "../libraries/ContributionCellsLib.sol";
import {DefaultsLib} from "../libraries/DefaultsLib.sol";
import {EntryLib} from "../libraries/EntryLib.sol";
import {LogEntryLib} from "../libraries/LogEntryLib.sol";
import {Chunk} from "../types/Chunk.sol";
import {ContributionCells} from "../types/ContributionCells.sol";
import {Entry} from "../types/Entry.sol";
import {LogEntry} from "../types/LogEntry.sol";

/// @notice Shows the struct hashes of the registries to the tests.
contract LeafHarness {
    function hashChunk(Chunk calldata chunk) external pure returns (bytes32) {
        return ChunkLib.hash(chunk);
    }

    function hashLogEntry(LogEntry calldata entry) external pure returns (bytes32) {
        return LogEntryLib.hash(entry);
    }

    function hashContributionCells(ContributionCells calldata cells) external pure returns (bytes32) {
        return ContributionCellsLib.hash(cells);
    }

    function hashEntry(Entry calldata entry) external pure returns (bytes32) {
        return EntryLib.hash(entry);
    }

    function hashEntries(Entry[] calldata entries) external pure returns (bytes32) {
        return EntryLib.listHash(entries);
    }

    function firstFault(Entry[] calldata defaults, uint32 cellCount) external pure returns (uint256) {
        return DefaultsLib.firstFault(defaults, cellCount);
    }
}
