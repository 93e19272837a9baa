// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {AttributionLedger} from "../../../../contracts/attribution/AttributionLedger.sol";
import {DataAvailability} from "../../../../contracts/attribution/DataAvailability.sol";
import {Disputes} from "../../../../contracts/attribution/Disputes.sol";
import {EarningsProver} from "../../../../contracts/attribution/EarningsProver.sol";
import {ManifestProver} from "../../../../contracts/attribution/ManifestProver.sol";
import {ContributionRegistry} from "../../../../contracts/datanet/ContributionRegistry.sol";
import {DatanetRegistry} from "../../../../contracts/datanet/DatanetRegistry.sol";
import {OwnerReview} from "../../../../contracts/datanet/OwnerReview.sol";
import {Parameters} from "../../../../contracts/governance/Parameters.sol";
import {InferenceVault} from "../../../../contracts/inference/InferenceVault.sol";
import {ModelRegistry} from "../../../../contracts/model/ModelRegistry.sol";
import {Staking} from "../../../../contracts/staking/Staking.sol";
import {OpenToken} from "../../../../contracts/token/OpenToken.sol";

/// @notice The economy's contracts that handlers act on.
struct Contracts {
    OpenToken token;
    Parameters parameters;
    Staking staking;
    DatanetRegistry datanets;
    ContributionRegistry contributions;
    OwnerReview review;
    ModelRegistry models;
    InferenceVault vault;
    AttributionLedger ledger;
    DataAvailability availability;
    Disputes disputes;
    EarningsProver earningsProver;
    ManifestProver manifestProver;
}
