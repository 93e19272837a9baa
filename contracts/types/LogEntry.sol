// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LogKind} from "./LogKind.sol";

/// @notice One change of a Datanet's content: leaf of its log.
struct LogEntry {
    LogKind kind;
    uint256 contributionId;
    bytes32 value;
}
