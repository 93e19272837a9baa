// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One change of a Datanet's content: leaf of its log.
struct LogEntry {
    uint8 kind; // LogKind
    uint256 contributionId;
    bytes32 value;
}
