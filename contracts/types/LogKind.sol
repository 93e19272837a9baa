// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What an entry of a Datanet's log says. None is 0, so that no entry hashes like an empty one.
/// @dev The numbers are hashed into every version: append only.
enum LogKind {
    None,
    Accepted, // value = the contribution's root
    Withdrawn, // value = 0
    ChunkVoided // value = the chunk's index
}
