// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One side's evidence: a re-run computation, committed step by step. Leaves 0 ... steps - 1 of its tree are the states' hashes,
/// leaf `steps`, the last one, is that of the result. docs/file-formats.md, "Trajectories".
struct Trajectory {
    bytes32 root;
    uint32 steps; // at least 1
    bytes32 result; // what the re-run gives in place of, or as, what is committed
    bytes32[] proof; // of the last leaf
}
