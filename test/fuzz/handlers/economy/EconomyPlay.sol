// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {AvailabilityActions} from "./AvailabilityActions.sol";
import {BatchActions} from "./BatchActions.sol";
import {BucketActions} from "./BucketActions.sol";
import {ChallengeActions} from "./ChallengeActions.sol";
import {ClaimActions} from "./ClaimActions.sol";
import {DisputeActions} from "./DisputeActions.sol";
import {EconomyCampaign} from "./EconomyCampaign.sol";
import {EconomyHandler} from "./EconomyHandler.sol";
import {GovernanceActions} from "./GovernanceActions.sol";
import {ModelActions} from "./ModelActions.sol";
import {PaymentActions} from "./PaymentActions.sol";
import {StakingActions} from "./StakingActions.sol";
import {TimeActions} from "./TimeActions.sol";

/// @notice Plays every action at random as the runner does, to show that none of them is guarded to death.
abstract contract EconomyPlay is EconomyCampaign {
    struct Action {
        address handler;
        bytes4 selector;
    }

    uint256 private constant _LEAST = 1_000_000; // times that each action must have had its effect

    Action[] private _actions;
    string internal _missed; // what had not, and how often it had

    function _play(uint256 calls) internal {
        _listActions();
        for (uint256 i = 0; i < calls; ++i) {
            bytes32 seed = keccak256(abi.encode(i));
            Action memory action = _actions[uint256(seed) % _actions.length];
            bytes32[4] memory seeds;
            for (uint256 j = 0; j < 4; ++j) seeds[j] = keccak256(abi.encode(seed, j));
            (bool succeeded, bytes memory reason) = action.handler.call(abi.encodePacked(action.selector, seeds));
            if (succeeded) continue;
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
    }

    function _listActions() private {
        _add(_stakers, StakingActions.stake.selector, StakingActions.unbond.selector);
        _add(_stakers, StakingActions.withdraw.selector, StakingActions.claimReward.selector);
        _add(_stakers, StakingActions.addReward.selector, StakingActions.stake.selector);
        _add(_registry, ModelActions.register.selector, ModelActions.retire.selector);
        _add(_registry, ModelActions.releaseBond.selector, ModelActions.register.selector);
        _add(_payments, PaymentActions.deposit.selector, PaymentActions.requestWithdrawal.selector);
        _add(_payments, PaymentActions.withdraw.selector, PaymentActions.pay.selector);
        _add(_payments, PaymentActions.settle.selector, PaymentActions.refund.selector);
        _add(_buckets, BucketActions.close.selector, BucketActions.climb.selector);
        _add(_buckets, BucketActions.collect.selector, BucketActions.close.selector);
        _add(_batches, BatchActions.post.selector, BatchActions.postAlone.selector);
        _add(_batches, BatchActions.releaseBond.selector, BatchActions.post.selector);
        _add(_challenges, ChallengeActions.refute.selector, ChallengeActions.proveEquivocation.selector);
        _add(_challenges, ChallengeActions.bringDown.selector, ChallengeActions.refute.selector);
        _add(_claims, ClaimActions.claim.selector, ClaimActions.claimTo.selector);
        _add(_claims, ClaimActions.claimBySignature.selector, ClaimActions.claimMany.selector);
        _add(_claims, ClaimActions.transferContribution.selector, ClaimActions.claim.selector);
        _add(_availability, AvailabilityActions.request.selector, AvailabilityActions.answer.selector);
        _add(_availability, AvailabilityActions.expire.selector, AvailabilityActions.reclaim.selector);
        _add(_disputes, DisputeActions.openManifest.selector, DisputeActions.openRow.selector);
        _add(_disputes, DisputeActions.answer.selector, DisputeActions.sit.selector);
        _add(_disputes, DisputeActions.appeal.selector, DisputeActions.rule.selector);
        _add(_disputes, DisputeActions.settle.selector, DisputeActions.collect.selector);
        _add(_governance, GovernanceActions.set.selector, GovernanceActions.pause.selector);
        _add(_governance, GovernanceActions.unpause.selector, GovernanceActions.set.selector);
        _add(_time, TimeActions.waitHours.selector, TimeActions.waitDays.selector);
    }

    function _add(EconomyHandler handler, bytes4 one, bytes4 other) private {
        _actions.push(Action({handler: address(handler), selector: one}));
        _actions.push(Action({handler: address(handler), selector: other}));
    }

    /// @dev Notes the actions of the handler that never had their effect; names end with the first empty one.
    function _expect(EconomyHandler handler, string[7] memory names) internal {
        for (uint256 i = 0; i < 7 && bytes(names[i]).length != 0; ++i) {
            uint256 times = handler.done(names[i]);
            if (times < _LEAST) _missed = string.concat(_missed, names[i], " ", Strings.toString(times), "; ");
        }
    }
}
