// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {AttributionLedger} from "../../../../contracts/attribution/AttributionLedger.sol";
import {DataAvailability} from "../../../../contracts/attribution/DataAvailability.sol";
import {Disputes} from "../../../../contracts/attribution/Disputes.sol";
import {DotProducts} from "../../../../contracts/attribution/DotProducts.sol";
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
import {Parameter} from "../../../../contracts/types/Parameter.sol";
import {Role} from "../../../../contracts/types/Role.sol";
import {Contracts} from "./Contracts.sol";

/// @notice Deploys and wires the real contracts as deploy/modules/OpenLedger.ts does. Of the provers, the two whose proofs the handlers give.
abstract contract EconomyDeployment {
    /// @param holder of the whole supply.
    /// @param owner of Parameters, pauser and unpauser.
    function _deploy(address holder, address owner, address treasury) internal returns (Contracts memory all) {
        _deployRegistries(all, holder, owner);
        all.vault = new InferenceVault(all.token, all.parameters, all.models, all.staking, treasury);
        all.earningsProver = new EarningsProver(all.models);
        all.availability = new DataAvailability(all.token, all.parameters, all.models);
        all.disputes = new Disputes(all.token, all.parameters, all.staking, all.models);
        all.manifestProver = new ManifestProver(all.models, all.contributions, new DotProducts());
        address[] memory judges = new address[](3);
        (judges[0], judges[1]) = (address(all.earningsProver), address(all.availability));
        judges[2] = address(all.disputes);
        all.ledger = new AttributionLedger(
            all.token,
            all.parameters,
            all.staking,
            all.models,
            all.contributions,
            address(all.vault),
            judges
        );
        _wire(all);
    }

    function _deployRegistries(Contracts memory all, address holder, address owner) private {
        (Parameter[] memory keys, uint256[] memory values) = _starts();
        all.token = new OpenToken(holder);
        all.parameters = new Parameters(owner, owner, owner, keys, values);
        all.staking = new Staking(all.token, all.parameters);
        all.datanets = new DatanetRegistry(all.parameters);
        all.contributions = new ContributionRegistry(all.datanets, all.parameters);
        all.review = new OwnerReview(all.contributions);
        all.models = new ModelRegistry(all.token, all.parameters, all.datanets, all.contributions);
    }

    function _wire(Contracts memory all) private {
        address[] memory judges = new address[](2);
        (judges[0], judges[1]) = (address(all.manifestProver), address(all.disputes));
        all.datanets.wire(address(all.contributions));
        all.models.wire(all.vault, all.ledger, judges);
        all.vault.wire(all.ledger);
        all.earningsProver.wire(all.ledger);
        all.availability.wire(all.ledger);
        all.disputes.wire(all.ledger);
        all.staking.wire(Role.Attestor, address(all.ledger));
    }

    /// @dev Short times, so that whole turns of the economy fit into one run.
    function _starts() private pure returns (Parameter[] memory keys, uint256[] memory values) {
        (keys, values) = (new Parameter[](7), new uint256[](7));
        (keys[0], values[0]) = (Parameter.BucketSeconds, 1 hours);
        (keys[1], values[1]) = (Parameter.WithdrawalDelaySeconds, 1 hours);
        (keys[2], values[2]) = (Parameter.ChallengeWindowSeconds, 12 hours);
        (keys[3], values[3]) = (Parameter.QuorumSigners, 2);
        (keys[4], values[4]) = (Parameter.ManifestWindowSeconds, 10 minutes);
        (keys[5], values[5]) = (Parameter.SilenceSeconds, 1 days);
        (keys[6], values[6]) = (Parameter.DisputePhaseSeconds, 2 hours);
    }
}
