// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EconomyHandler} from "./handlers/economy/EconomyHandler.sol";
import {EconomyPlay} from "./handlers/economy/EconomyPlay.sol";

/// @notice That the campaign of EconomyInvariants.t.sol goes where it should: the handlers look before they act, and one that never finds
/// anything to do would prove nothing.
contract EconomyReachTest is EconomyPlay {
    function setUp() external {
        _begin();
    }

    function test_everyActionHasItsEffect() external {
        _play(6_000);
        string memory missed = string.concat(
            _of(_stakers, ["stake", "unbond", "withdraw", "claimReward", "addReward", "", ""]),
            _of(_registry, ["register", "retire", "releaseBond", "", "", "", ""]),
            _of(_payments, ["deposit", "requestWithdrawal", "withdraw", "pay", "settle", "refund", ""]),
            _of(_buckets, ["close", "climb", "collect", "", "", "", ""]),
            _of(_batches, ["post", "post, false", "postAlone", "releaseBond", "", "", ""]),
            _of(_challenges, ["refute", "refute, in vain", "proveEquivocation", "bringDown", "", "", ""]),
            _of(_claims, ["claim", "claimTo", "claimBySignature", "claimMany", "transferContribution", "", ""])
        );
        missed = string.concat(
            missed,
            _of(_availability, ["request", "answer", "expire", "expire, slashing", "reclaim", "", ""]),
            _of(_disputes, ["openManifest", "openRow", "answer", "join", "draw", "commitVote", "revealVote"]),
            _of(_disputes, ["appeal", "rule", "settle", "settle, refuted", "collect", "", ""]),
            _of(_governance, ["set", "pause", "unpause", "", "", "", ""]),
            _of(_time, ["wait", "", "", "", "", "", ""])
        );
        require(bytes(missed).length == 0, missed);
    }

    function _of(EconomyHandler handler, string[7] memory names) private view returns (string memory) {
        uint256 count;
        while (count < 7 && bytes(names[count]).length != 0) ++count;
        string[] memory some = new string[](count);
        for (uint256 i = 0; i < count; ++i) some[i] = names[i];
        return _missed(handler, some, 1);
    }
}
