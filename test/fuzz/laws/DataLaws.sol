// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EconomyCampaign} from "../handlers/economy/EconomyCampaign.sol";

/// @notice docs/invariants.md, section DataAvailability.
abstract contract DataLaws is EconomyCampaign {
    function _D1_D2_D3_fees() internal view {
        uint256 open = _availability.openFees();
        uint256 held = _all.token.balanceOf(address(_all.availability));
        require(held == open, "D1: does not hold the open fees");
        require(_availability.feesIn() == open + _availability.feesOut(), "D2: a fee went twice, or nowhere");
        require(!_availability.hasPaidAnother(), "D2: a fee went elsewhere");
        require(!_availability.hasSlashedWrongly(), "D3: slashed another, or spared a repeater");
    }
}
