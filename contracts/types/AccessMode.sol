// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Who may train on a Datanet: anybody, the trainers its owner agreed to, or those who were also given a key.
enum AccessMode {
    Open,
    Permissioned,
    Encrypted
}
