// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IReviewPolicy} from "../interfaces/IReviewPolicy.sol";

/// @notice A policy that misbehaves as told.
contract ReviewPolicyMock is IReviewPolicy {
    enum Behaviour {
        Silent,
        DecideAtOnce,
        Revert
    }

    IContributionRegistry private immutable _CONTRIBUTIONS;

    Behaviour private _behaviour;

    event Submitted(uint256 datanetId, uint256 contributionId);

    error ReviewPolicyMockRefuses();

    constructor(IContributionRegistry contributions, Behaviour behaviour) {
        _CONTRIBUTIONS = contributions;
        _behaviour = behaviour;
    }

    function decide(uint256 contributionId, bool accepted) external {
        _CONTRIBUTIONS.decide(contributionId, accepted, 0);
    }

    function onSubmitted(uint256 datanetId, uint256 contributionId) external {
        emit Submitted(datanetId, contributionId);
        if (_behaviour == Behaviour.Revert) revert ReviewPolicyMockRefuses();
        if (_behaviour == Behaviour.DecideAtOnce) _CONTRIBUTIONS.decide(contributionId, true, 0);
    }
}
