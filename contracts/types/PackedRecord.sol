// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A batch's record as the ledger stores it: a claim reads the first slot alone.
struct PackedRecord {
    // slot 0
    bytes27 idHead; // enough to tell batches apart: 2^108 work for two of one head
    uint40 finalAt; // Unix seconds
    // slot 1
    bytes5 idTail;
    uint16 slashBps; // 1e4 = 100%
    uint16 quorumSigners;
    uint40 postedAt; // Unix seconds
}
