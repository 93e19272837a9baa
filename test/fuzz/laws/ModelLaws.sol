// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EconomyCampaign} from "../handlers/economy/EconomyCampaign.sol";

/// @notice docs/invariants.md, section ModelRegistry.
abstract contract ModelLaws is EconomyCampaign {
    function _M1_M2_bonds() internal view {
        uint256 bonds = _registry.bondsHeld();
        uint256 held = _all.token.balanceOf(address(_all.models));
        require(held == bonds, "M1: holds another sum than the bonds");
        uint256 gone = _registry.bondsBack() + _registry.bondsLost();
        require(_registry.bondsIn() == bonds + gone, "M2: a bond left twice, or not at all");
        require(!_challenges.hasLostOtherwise(), "M2: a fallen model's bond went elsewhere");
    }
}
