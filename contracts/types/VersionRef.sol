// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A Datanet version a model was trained on, and its held-out vector.
struct VersionRef {
    uint256 datanetId;
    uint32 version;
    bytes32 heldOutRoot; // vector root of h
}
