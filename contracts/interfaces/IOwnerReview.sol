// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IReviewPolicy} from "./IReviewPolicy.sol";

/// @title The simplest review policy: a Datanet's owner, or whom it names, decides.
/// @notice Works for every Datanet that names this contract as its policy; the contribution registry refuses the others.
interface IOwnerReview is IReviewPolicy {
    struct Decision {
        uint256 contributionId;
        bool accepted;
        bytes32 reasonHash; // keccak256 of the published reason, 0 for none
    }

    event DelegateSet(uint256 indexed datanetId, address indexed owner, address indexed delegate, bool allowed);

    error OwnerReviewNotOwner(uint256 datanetId, address caller, address owner);
    error OwnerReviewNotReviewer(uint256 datanetId, address caller);

    /// @notice Lets `delegate` review for the Datanet, or no longer. Only its owner. Emits {DelegateSet}.
    /// @dev Holds as long as that owner owns the Datanet: a new owner names its own.
    function setDelegate(uint256 datanetId, address delegate, bool allowed) external;

    /// @notice Decides on one contribution. Only the Datanet's owner or its delegates.
    function review(uint256 contributionId, bool accepted, bytes32 reasonHash) external;

    /// @notice Decides on several.
    /// @dev Skips what is no longer pending, so that a contributor who withdraws just before does not stop the rest.
    /// @return decided how many were decided.
    function reviewMany(Decision[] calldata decisions) external returns (uint256 decided);

    /// @notice Whether `account` may review for the Datanet now.
    function isReviewer(uint256 datanetId, address account) external view returns (bool);
}
