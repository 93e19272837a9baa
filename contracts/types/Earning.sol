// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What a contribution has earned from a model up to one batch: leaf of a batch's earnings tree, at the place the
/// contribution has in the manifest's contribution table.
struct Earning {
    uint256 contributionId;
    uint128 cumulative; // token base units over all batches so far
    bytes32 statementRoot; // Merkle-sum root of this batch's credits, 0 when there are none
    uint128 sum; // token base units, this batch's credits
    uint32 count; // number of this batch's credits
}
