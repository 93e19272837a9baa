// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A bucket as the vault stores it. The split is written out, as a struct inside would take a slot of its own.
struct BucketRecord {
    // slot 0: moves with every settlement
    uint96 total; // token base units
    uint96 contributorsPart; // token base units, the sum of the settlements' parts
    uint32 settlements;
    // slot 1: fixed when the bucket opens, but for `closed`
    uint40 openedAt; // Unix seconds
    uint40 closesAt; // Unix seconds
    uint16 protocolBps; // 1e4 = 100%
    uint16 stakersBps; // 1e4 = 100%
    uint16 contributorsBps; // 1e4 = 100%
    bool closed;
}
