// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {StepDifference} from "../types/StepDifference.sol";
import {Trajectory} from "../types/Trajectory.sol";
import {MerkleLib} from "./MerkleLib.sol";

/// @title Re-run computations committed step by step, and where two of them part.
/// @dev States are opaque here: nobody but a panel looks into them.
library TrajectoryLib {
    bytes32 internal constant RESULT_TYPEHASH = keccak256("TrajectoryResult(uint32 steps,bytes32 result)");

    /// @return leaf the last one. Another type than a state's, so that no trajectory is the beginning of a longer one, and any two with
    /// different results part somewhere.
    function resultLeaf(uint32 steps, bytes32 result) internal pure returns (bytes32 leaf) {
        return keccak256(abi.encode(RESULT_TYPEHASH, steps, result));
    }

    /// @notice Whether the trajectory has a step and ends in its result.
    function endsInResult(Trajectory calldata trajectory) internal pure returns (bool) {
        uint32 steps = trajectory.steps;
        bytes32 leaf = resultLeaf(steps, trajectory.result);
        return steps != 0 && MerkleLib.verify(trajectory.root, leavesOf(steps), leaf, steps, trajectory.proof);
    }

    /// @notice Whether the step is in both trees, different, and what precedes it the same.
    function isDifference(
        StepDifference calldata step,
        bytes32 claimedRoot,
        uint32 claimedSteps,
        bytes32 answeredRoot,
        uint32 answeredSteps
    ) internal pure returns (bool) {
        uint256 claimedLeaves = leavesOf(claimedSteps);
        uint256 answeredLeaves = leavesOf(answeredSteps);
        uint256 index = step.index;
        if (
            step.claimed == step.answered ||
            !MerkleLib.verify(claimedRoot, claimedLeaves, step.claimed, index, step.claimedProof) ||
            !MerkleLib.verify(answeredRoot, answeredLeaves, step.answered, index, step.answeredProof)
        ) return false;
        if (index == 0) return true;

        return
            MerkleLib.verify(claimedRoot, claimedLeaves, step.before, index - 1, step.claimedBefore) &&
            MerkleLib.verify(answeredRoot, answeredLeaves, step.before, index - 1, step.answeredBefore);
    }

    /// @return the states of 0 ... steps - 1 and the result.
    function leavesOf(uint32 steps) internal pure returns (uint256) {
        return uint256(steps) + 1;
    }
}
