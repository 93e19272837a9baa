// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A demand for one item, and what was paid in for its answer.
struct DataRequest {
    // slot 0: empty once answered
    address asker;
    uint96 fee; // token base units, snapshot; at most 1,000 OPEN
    // slot 1
    uint40 askedAt; // Unix seconds, 0 when there is none
    uint40 answerBy; // Unix seconds, inclusive; snapshot
    bool isAnswered;
}
