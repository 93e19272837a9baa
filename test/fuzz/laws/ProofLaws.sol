// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EconomyCampaign} from "../handlers/economy/EconomyCampaign.sol";

/// @notice docs/invariants.md, section The whole, but for E1.
abstract contract ProofLaws is EconomyCampaign {
    function _E2_E3_E4_earnings() internal view {
        require(!_claims.hasPaidAnother(), "E2: a claim paid another sum, or somebody else");
        require(!_claims.hasStranded(), "E3: a model with right batches alone could not pay");
        require(!_challenges.hasConvictedTheHonest(), "E4: refuted a right batch, or not a wrong one");
    }
}
