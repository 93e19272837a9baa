// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice All of a model's account that a claim or a batch reads: one slot.
struct PackedAccount {
    uint96 available; // token base units received, neither claimed nor refunded
    uint32 contributionCount; // of the manifest: the leaves of every earnings tree
    uint24 nextBucket; // the bucket the next batch must answer; 2^24 buckets of a minute are 31 years
    uint24 closedBuckets; // buckets whose money has arrived, >= nextBucket
    uint24 heldFrom; // batches from this bucket on ...
    uint40 heldUntil; // ... are not final before this time, Unix seconds
    bool isFallen; // no batch is posted any more
}
