// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One payment as the vault recorded it. Only its hash is stored; the event carries the fields.
struct Settlement {
    uint256 modelId;
    uint64 bucket;
    uint64 sequence; // 0, 1, 2, ... within the bucket
    address payer;
    address payee;
    uint128 cumulativeBefore; // token base units, 0 for a direct payment
    uint128 amount; // token base units
    uint128 contributorsPart; // token base units: floor(after * bps / 1e4) - floor(before * bps / 1e4)
    bytes32 headBefore; // 0 for a channel's first, HeadLib.DIRECT for a direct payment
    bytes32 headAfter;
}
