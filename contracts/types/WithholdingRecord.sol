// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice How often a signer's batches fell because nobody showed their data. One slot.
struct WithholdingRecord {
    uint40 countedAt; // Unix seconds of the fall that counted last, 0 for none
    uint32 count; // falls that counted
}
