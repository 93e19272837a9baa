// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Where two trajectories part: leaf `index` differs, the leaf before it (none for 0) is the same in both.
struct StepDifference {
    uint32 index;
    bytes32 before; // leaf index - 1 of both
    bytes32[] claimedBefore; // its proof in the challenger's tree
    bytes32[] answeredBefore; // its proof in the defender's
    bytes32 claimed; // leaf `index` of the challenger's tree
    bytes32[] claimedProof;
    bytes32 answered; // leaf `index` of the defender's
    bytes32[] answeredProof;
}
