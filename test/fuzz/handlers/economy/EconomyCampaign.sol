// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {vm} from "../Vm.sol";
import {AvailabilityActions} from "./AvailabilityActions.sol";
import {BatchActions} from "./BatchActions.sol";
import {BucketActions} from "./BucketActions.sol";
import {Cast} from "./Cast.sol";
import {ChallengeActions} from "./ChallengeActions.sol";
import {ClaimActions} from "./ClaimActions.sol";
import {Contracts} from "./Contracts.sol";
import {DisputeActions} from "./DisputeActions.sol";
import {EconomyDeployment} from "./EconomyDeployment.sol";
import {GovernanceActions} from "./GovernanceActions.sol";
import {ModelActions} from "./ModelActions.sol";
import {PaymentActions} from "./PaymentActions.sol";
import {StakingActions} from "./StakingActions.sol";
import {TimeActions} from "./TimeActions.sol";

/// @notice The stage of the whole economy: contracts, people with money, and the handlers that play them.
abstract contract EconomyCampaign is EconomyDeployment {
    uint256 internal constant _SUPPLY = 1e27; // token base units
    uint256 internal constant _ACTORS = 8;
    uint256 internal constant _ATTESTORS = 4;

    Contracts internal _all;
    Cast internal _cast;
    StakingActions internal _stakers;
    ModelActions internal _registry;
    PaymentActions internal _payments;
    BucketActions internal _buckets;
    BatchActions internal _batches;
    ChallengeActions internal _challenges;
    ClaimActions internal _claims;
    AvailabilityActions internal _availability;
    DisputeActions internal _disputes;
    GovernanceActions internal _governance;
    TimeActions internal _time;

    function _begin() internal {
        vm.warp(1_800_000_000);
        _cast = new Cast();
        Contracts memory all = _deploy(address(this), _cast.GOVERNOR(), _cast.TREASURY());
        _all = all;
        _endow(all);
        _stakers = new StakingActions(all, _cast);
        _registry = new ModelActions(all, _cast);
        _payments = new PaymentActions(all, _cast, _registry);
        _buckets = new BucketActions(all, _cast, _registry);
        _batches = new BatchActions(all, _cast, _registry);
        _challenges = new ChallengeActions(all, _cast, _batches, _registry);
        _claims = new ClaimActions(all, _cast, _batches, _registry);
        _availability = new AvailabilityActions(all, _cast, _batches);
        _disputes = new DisputeActions(all, _cast, _batches, _registry);
        _governance = new GovernanceActions(all, _cast, _batches, _registry);
        _time = new TimeActions(all, _cast, _batches);
        vm.warp(1_800_000_000 + 1 hours); // the first models are open
    }

    /// @dev Everybody has a fortune and lets every contract take of it; the rest stays here.
    function _endow(Contracts memory all) private {
        address[5] memory spenders = [
            address(all.staking),
            address(all.models),
            address(all.vault),
            address(all.ledger),
            address(all.availability)
        ];
        for (uint256 i = 0; i < _ACTORS; ++i) {
            address actor = _cast.actor(i);
            all.token.transfer(actor, _cast.FORTUNE());
            for (uint256 j = 0; j < spenders.length; ++j) {
                vm.prank(actor);
                all.token.approve(spenders[j], type(uint256).max);
            }
            vm.prank(actor);
            all.token.approve(address(all.disputes), type(uint256).max);
        }
    }

    function _handlers() internal view returns (address[] memory handlers) {
        handlers = new address[](11);
        (handlers[0], handlers[1]) = (address(_stakers), address(_registry));
        (handlers[2], handlers[3]) = (address(_payments), address(_buckets));
        (handlers[4], handlers[5]) = (address(_batches), address(_challenges));
        (handlers[6], handlers[7]) = (address(_claims), address(_availability));
        (handlers[8], handlers[9]) = (address(_disputes), address(_governance));
        handlers[10] = address(_time);
    }
}
