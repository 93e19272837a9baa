// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Dispute} from "../../../contracts/types/Dispute.sol";
import {Verdict} from "../../../contracts/types/Verdict.sol";
import {EconomyCampaign} from "../handlers/economy/EconomyCampaign.sol";

/// @notice docs/invariants.md, section Disputes.
abstract contract DisputeLaws is EconomyCampaign {
    /// @param all whether to look at every dispute there was, not at the open ones alone.
    function _R1_R2_R3_disputes(bool all) internal view {
        uint256 due;
        for (uint256 i = 0; i < _ACTORS; ++i) due += _all.disputes.owedTo(_cast.actor(i));
        uint256 last = _disputes.count();
        for (uint256 i = 0; !all && i < _disputes.openCount(); ++i) due += _checkedBonds(_disputes.openId(i));
        for (uint256 id = 1; all && id <= last; ++id) due += _checkedBonds(id);
        uint256 held = _all.token.balanceOf(address(_all.disputes));
        require(held == due, "R1: holds another sum than it owes");
        require(!_disputes.hasCarriedOutWrongly(), "R3: carried out something else");
    }

    function _checkedBonds(uint256 id) private view returns (uint128 bonds) {
        Dispute memory dispute = _all.disputes.disputeOf(id);
        uint256 taker = _all.disputes.disputeOn(dispute.subject);
        bool isFree = dispute.settled && _all.disputes.outcomeOf(id) == Verdict.Undecided;
        // Who is free again may have been disputed again.
        require(isFree ? taker != id : taker == id, "R2: another dispute's subject");
        return _all.disputes.bondsOf(id);
    }
}
