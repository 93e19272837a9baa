// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What the registry keeps of a model: what the proofs need.
struct ModelRecord {
    bytes32 manifestHash;
    bytes32 contributionRoot;
    bytes32 responseRoot;
    bytes32 defaultsHash; // hash of the default list, EntryLib
    uint32 contributionCount;
    uint32 cellCount;
    uint32 lanes;
    uint40 opensAt; // Unix seconds: no paid question before
    uint40 retiredAt; // Unix seconds, 0 while the model lives
    uint40 settlesUntil; // Unix seconds: until then a retired model's vouchers still settle, 0 while the model lives
    uint40 fellAt; // Unix seconds: when a judge showed the manifest to be wrong, 0 while it stands
}
