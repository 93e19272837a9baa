// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A bucket's record as the ledger stores it: a claim reads the first slot alone, closing writes the second.
struct PackedRecord {
    // slot 0
    bytes27 idHead; // enough to tell batches apart: 2^108 work for two of one head
    uint40 finalAt; // Unix seconds
    // slot 1
    bytes5 idTail;
    uint16 slashBps; // 1e4 = 100%
    uint16 quorumSigners; // 0: a bonded poster answers for it alone
    uint40 since; // Unix seconds: when its batch was posted; without one, when the money came or the last batch was dropped
}
