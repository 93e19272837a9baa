// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EconomyCampaign} from "../handlers/economy/EconomyCampaign.sol";

/// @notice docs/invariants.md, sections OpenToken and The whole.
abstract contract TokenLaws is EconomyCampaign {
    function _T1_theSupplyOnlyFalls() internal view {
        require(_all.token.totalSupply() <= _time.supply(), "T1: OPEN was minted");
    }

    /// @dev Nobody's balance is left out: what the supply has, somebody here has.
    function _E1_inIsOutAndHeld() internal view {
        uint256 sum = _all.token.balanceOf(address(this)) + _all.token.balanceOf(_cast.TREASURY());
        for (uint256 i = 0; i < _ACTORS; ++i) sum += _all.token.balanceOf(_cast.actor(i));
        sum += _all.token.balanceOf(address(_all.staking)) + _all.token.balanceOf(address(_all.models));
        sum += _all.token.balanceOf(address(_all.vault)) + _all.token.balanceOf(address(_all.ledger));
        sum += _all.token.balanceOf(address(_all.availability)) + _all.token.balanceOf(address(_all.disputes));
        require(sum == _all.token.totalSupply(), "E1: OPEN in is not OPEN out + OPEN held");
    }
}
