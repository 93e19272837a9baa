// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IOwnerReview} from "../interfaces/IOwnerReview.sol";
import {IReviewPolicy} from "../interfaces/IReviewPolicy.sol";
import {ContributionStatus} from "../types/ContributionStatus.sol";

/// @title Review by a Datanet's owner and its delegates.
contract OwnerReview is IOwnerReview {
    IContributionRegistry public immutable CONTRIBUTIONS;
    IDatanetRegistry public immutable DATANETS;

    /// @dev Keyed by the owner too, so that the delegates of a previous owner lose their say with the sale.
    mapping(uint256 datanetId => mapping(address owner => mapping(address delegate => bool allowed)))
        private _delegates;

    constructor(IContributionRegistry contributions) {
        CONTRIBUTIONS = contributions;
        DATANETS = contributions.datanets();
    }

    /// @inheritdoc IOwnerReview
    function setDelegate(uint256 datanetId, address delegate, bool allowed) external {
        address owner = DATANETS.ownerOf(datanetId);
        if (msg.sender != owner) revert OwnerReviewNotOwner(datanetId, msg.sender, owner);

        _delegates[datanetId][owner][delegate] = allowed;
        emit DelegateSet(datanetId, owner, delegate, allowed);
    }

    /// @inheritdoc IOwnerReview
    function review(uint256 contributionId, bool accepted, bytes32 reasonHash) external {
        _requireReviewer(CONTRIBUTIONS.recordOf(contributionId).datanetId);
        CONTRIBUTIONS.decide(contributionId, accepted, reasonHash);
    }

    /// @inheritdoc IOwnerReview
    function reviewMany(Decision[] calldata decisions) external returns (uint256 decided) {
        for (uint256 i = 0; i < decisions.length; ++i) {
            Decision calldata decision = decisions[i];
            IContributionRegistry.Record memory record = CONTRIBUTIONS.recordOf(decision.contributionId);
            if (record.status != ContributionStatus.Pending || record.withdrawnAt != 0) continue;

            _requireReviewer(record.datanetId);
            ++decided;
            CONTRIBUTIONS.decide(decision.contributionId, decision.accepted, decision.reasonHash);
        }
    }

    /// @inheritdoc IReviewPolicy
    function wantsSubmissions() external pure returns (bool) {
        return false;
    }

    /// @inheritdoc IReviewPolicy
    // Never asked for: the owner reads the registry's event.
    // solhint-disable-next-line no-empty-blocks
    function onSubmitted(uint256 datanetId, uint256 contributionId) external {}

    /// @inheritdoc IOwnerReview
    function isReviewer(uint256 datanetId, address account) public view returns (bool) {
        address owner = DATANETS.ownerOf(datanetId);
        return account == owner || _delegates[datanetId][owner][account];
    }

    function _requireReviewer(uint256 datanetId) private view {
        if (!isReviewer(datanetId, msg.sender)) revert OwnerReviewNotReviewer(datanetId, msg.sender);
    }
}
