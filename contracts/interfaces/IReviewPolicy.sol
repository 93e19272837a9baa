// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Who decides what enters a Datanet.
/// @notice A Datanet names its policy; the contribution registry takes decisions only from it. The owner's review is the
/// first; staked curation is another behind the same interface.
interface IReviewPolicy {
    /// @notice Whether it wants {onSubmitted}. Asked once, when a Datanet that names it is created.
    function wantsSubmissions() external view returns (bool);

    /// @notice Called when a contribution is revealed, so that a policy may open a round. It may decide at once.
    /// @dev Anybody can call it: a policy that keeps rounds checks the caller. A revert refuses the contribution.
    function onSubmitted(uint256 datanetId, uint256 contributionId) external;
}
