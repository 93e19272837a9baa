// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EarningsProver} from "../../../../contracts/attribution/EarningsProver.sol";
import {IFraudProver} from "../../../../contracts/interfaces/IFraudProver.sol";
import {ManifestProver} from "../../../../contracts/attribution/ManifestProver.sol";
import {Batch} from "../../../../contracts/types/Batch.sol";
import {
    ContributionCellsProof,
    EarningProof,
    ParentEarning,
    PostedBatch
} from "../../../../contracts/types/Evidence.sol";
import {Cast} from "./Cast.sol";
import {BatchActions} from "./BatchActions.sol";
import {Contracts} from "./Contracts.sol";
import {EconomyHandler} from "./EconomyHandler.sol";
import {LeafLib} from "./LeafLib.sol";
import {ModelActions} from "./ModelActions.sol";
import {SlashWatch} from "./SlashWatch.sol";
import {Standing} from "./Standing.sol";

/// @notice Anybody refutes false batches with the real proof _earnings_, tries it in vain on right ones, convicts who signs two for one
/// bucket, and brings models down with the real proof of a gap in their tables.
contract ChallengeActions is EconomyHandler, SlashWatch {
    using LeafLib for Standing;

    EarningsProver private immutable _PROVER;
    ManifestProver private immutable _MANIFEST_PROVER;
    BatchActions private immutable _BATCHES;
    ModelActions private immutable _REGISTRY;

    bool public hasConvictedTheHonest; // whether a right batch was ever refuted, or a false one was not
    bool public hasLostOtherwise; // whether a fallen model's bond ever went elsewhere than to the fire and, at most half, the challenger

    constructor(
        Contracts memory all,
        Cast cast,
        BatchActions batches,
        ModelActions registry
    ) EconomyHandler(all, cast) {
        _PROVER = all.earningsProver;
        _MANIFEST_PROVER = all.manifestProver;
        _BATCHES = batches;
        _REGISTRY = registry;
    }

    function refute(uint256 model, uint256 place, uint256 who) external {
        (uint256 modelId, uint256 bucket, bool isFound) = _BATCHES.findPending(model, place);
        if (!isFound) return;
        Standing memory standing = _BATCHES.standingOf(modelId, bucket);
        PostedBatch memory posted = PostedBatch({batch: standing.batch, signers: standing.signers});
        ParentEarning memory parent = _parentOf(standing.batch);
        EarningProof memory earning = standing.earningOf(0);
        _watch(standing.signers, _LEDGER.batchOf(modelId, uint64(bucket)).slashBps);
        _as(_actor(who));
        try _PROVER.refuteCumulative(posted, earning, parent) {
            if (!standing.isFalse) hasConvictedTheHonest = true;
            _requireSlashed(standing.signers);
            ++done["refute"];
        } catch (bytes memory reason) {
            bool isRight = bytes4(reason) == IFraudProver.ProverStepIsRight.selector;
            if (standing.isFalse || !isRight) hasConvictedTheHonest = true;
            ++done["refute, in vain"];
        }
        _BATCHES.strike(modelId);
    }

    function _parentOf(Batch memory batch) private view returns (ParentEarning memory parent) {
        if (batch.bucket == 0) return parent;
        Standing memory standing = _BATCHES.standingOf(batch.modelId, batch.bucket - 1);
        parent.digest = standing.digest;
        parent.signersHash = standing.signersHash;
        parent.earningsRoot = standing.batch.earningsRoot;
        parent.earning = standing.first;
        parent.proof = standing.earningOf(0).proof;
    }

    /// @dev Rarely: a conviction may drop a batch.
    function proveEquivocation(uint256 model, uint256 place, uint256 who, uint256 rarely) external {
        (uint256 modelId, uint256 bucket, bool isFound) = _BATCHES.findPending(model, place);
        if (!isFound || rarely % 4 != 0) return;
        PostedBatch memory posted = _BATCHES.postedOf(modelId, bucket);
        if (posted.signers.length == 0) return;
        address[] memory signers = new address[](1);
        signers[0] = posted.signers[(rarely / 4) % posted.signers.length];
        if (_LEDGER.isEquivocator(modelId, uint64(bucket), posted.batch.parent, signers[0])) return;

        Batch memory rival = _BATCHES.postedOf(modelId, bucket).batch;
        rival.earningsRoot = keccak256(abi.encode(rarely));
        bytes[] memory signatures = new bytes[](1);
        signatures[0] = _CAST.sign(signers[0], _LEDGER.batchDigest(rival));
        _watch(signers, _LEDGER.batchOf(modelId, uint64(bucket)).slashBps);
        _as(_actor(who));
        _LEDGER.proveEquivocation(posted, rival, signers, signatures);
        _requireSlashed(signers);
        _BATCHES.strike(modelId);
        ++done["proveEquivocation"];
    }

    /// @dev Rarely: so that models live to be paid for.
    function bringDown(uint256 model, uint256 who, uint256 rarely) external {
        uint256 modelId = 1 + (model % _REGISTRY.count());
        (, uint128 bond) = _MODELS.trainerOf(modelId);
        if (rarely % 8 != 0 || bond == 0) return;
        (uint256 supply, uint256 before) = (_TOKEN.totalSupply(), _TOKEN.balanceOf(_actor(who)));
        ContributionCellsProof memory cells = _REGISTRY.proofOf(modelId, 0);
        ContributionCellsProof memory next = _REGISTRY.proofOf(modelId, 1);
        _as(_actor(who));
        _MANIFEST_PROVER.refuteGap(modelId, cells, next);

        uint256 burnt = supply - _TOKEN.totalSupply();
        uint256 bounty = _TOKEN.balanceOf(_actor(who)) - before;
        if (bounty + burnt != bond || bounty > burnt) hasLostOtherwise = true;
        _BATCHES.strike(modelId);
        ++done["bringDown"];
    }
}
