// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The transition of one model's earnings over one bucket, as signed by attestors (EIP-712).
struct Batch {
    uint256 modelId;
    uint64 bucket;
    bytes32 parent; // id of the batch of the previous bucket, 0 for the first
    bytes32 rowRoot;
    uint32 rowCount;
    bytes32 earningsRoot; // over as many leaves as the manifest has contributions
    bytes32 dataHash; // Merkle root over the 4 KB pieces of the published bundle
}
