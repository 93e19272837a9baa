// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EconomyPlay} from "./handlers/economy/EconomyPlay.sol";

/// @notice That the campaign of EconomyInvariants.t.sol goes where it should: the handlers look before they act, and one that never finds
/// anything to do would prove nothing.
contract EconomyReachTest is EconomyPlay {
    function setUp() external {
        _begin();
    }

    function test_everyActionHasItsEffect() external {
        _play(6_000);
        _expect(_stakers, ["stake", "unbond", "withdraw", "claimReward", "addReward", "", ""]);
        _expect(_registry, ["register", "retire", "releaseBond", "", "", "", ""]);
        _expect(_payments, ["deposit", "requestWithdrawal", "withdraw", "pay", "settle", "refund", ""]);
        _expect(_buckets, ["close", "climb", "collect", "", "", "", ""]);
        _expect(_batches, ["post", "post, false", "postAlone", "releaseBond", "", "", ""]);
        _expect(_challenges, ["refute", "refute, in vain", "proveEquivocation", "bringDown", "", "", ""]);
        _expect(_claims, ["claim", "claimTo", "claimBySignature", "claimMany", "transferContribution", "", ""]);
        _expect(_availability, ["request", "answer", "expire", "expire, slashing", "reclaim", "", ""]);
        _expect(_disputes, ["openManifest", "openRow", "answer", "join", "draw", "commitVote", "revealVote"]);
        _expect(_disputes, ["appeal", "rule", "settle", "settle, refuted", "collect", "", ""]);
        _expect(_governance, ["set", "pause", "unpause", "", "", "", ""]);
        _expect(_time, ["wait", "", "", "", "", "", ""]);
        require(bytes(_missed).length == 0, _missed);
    }
}
