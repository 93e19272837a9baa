// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What a stake answers for.
enum Role {
    Attestor,
    Curator,
    Trainer,
    Host,
    Agent
}
