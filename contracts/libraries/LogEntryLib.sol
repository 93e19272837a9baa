// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LogEntry} from "../types/LogEntry.sol";

/// @title The leaf of a Datanet's log.
library LogEntryLib {
    bytes32 internal constant TYPEHASH = keccak256("LogEntry(uint8 kind,uint256 contributionId,bytes32 value)");

    function hash(LogEntry memory entry) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, entry.kind, entry.contributionId, entry.value));
    }
}
