// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAttributionLedger} from "../../../../contracts/interfaces/IAttributionLedger.sol";
import {Batch} from "../../../../contracts/types/Batch.sol";
import {Earning} from "../../../../contracts/types/Earning.sol";
import {PostedBatch} from "../../../../contracts/types/Evidence.sol";
import {LoneBond} from "../../../../contracts/types/LoneBond.sol";
import {Parameter} from "../../../../contracts/types/Parameter.sol";
import {Role} from "../../../../contracts/types/Role.sol";
import {Cast} from "./Cast.sol";
import {Contracts} from "./Contracts.sol";
import {EconomyHandler} from "./EconomyHandler.sol";
import {LeafLib} from "./LeafLib.sol";
import {ModelActions} from "./ModelActions.sol";
import {Standing} from "./Standing.sol";

/// @notice Attestors answer closed buckets, rightly or not, and others alone where they are silent. Keeps the book of what stands.
contract BatchActions is EconomyHandler {
    struct Place {
        uint256 modelId;
        uint64 bucket;
    }

    ModelActions private immutable _REGISTRY;

    mapping(uint256 modelId => Standing[]) private _standing;
    mapping(uint256 modelId => bytes32[]) private _final; // ids of the batches that were ever final, by bucket
    mapping(uint256 modelId => bool) public isTainted; // a false batch is final: who claims it first is paid
    Place[] private _bonded; // where a lone poster's bond may lie
    mapping(uint256 modelId => mapping(uint64 bucket => bool)) private _isBonded;
    uint256 private _nonce;

    constructor(Contracts memory all, Cast cast, ModelActions registry) EconomyHandler(all, cast) {
        _REGISTRY = registry;
    }

    /* POSTING */

    function post(uint256 model, uint256 first, uint256 lie) external {
        (uint256 modelId, bool isFound) = _findUnanswered(model, false);
        address[] memory signers = _active(_get(Parameter.QuorumSigners));
        if (!isFound || signers.length == 0) return;
        Standing memory next = _next(modelId, first, lie);
        bytes[] memory signatures = new bytes[](signers.length);
        for (uint256 i = 0; i < signers.length; ++i) signatures[i] = _CAST.sign(signers[i], next.digest);
        next.signers = signers;
        next.id = _LEDGER.post(next.batch, signers, signatures, "");
        _stand(next, _get(Parameter.ChallengeWindowSeconds));
        ++done[next.isFalse ? "post, false" : "post"];
    }

    function postAlone(uint256 model, uint256 first, uint256 lie, uint256 who) external {
        (uint256 modelId, bool isFound) = _findUnanswered(model, true);
        if (!isFound || _TOKEN.balanceOf(_actor(who)) < _get(Parameter.LonePosterBond)) return;
        Standing memory next = _next(modelId, first, lie);
        next.poster = _actor(who);
        _as(_actor(who));
        next.id = _LEDGER.postAlone(next.batch, "");
        _stand(next, 2 * _get(Parameter.ChallengeWindowSeconds));
        uint64 bucket = next.batch.bucket;
        if (!_isBonded[modelId][bucket]) _bonded.push(Place(modelId, bucket));
        _isBonded[modelId][bucket] = true;
        ++done["postAlone"];
    }

    /// @dev The first model from one on that has a bucket to answer; `silent`: which nobody answered for long.
    function _findUnanswered(uint256 from, bool silent) private view returns (uint256 modelId, bool isFound) {
        uint256 count = _REGISTRY.count();
        for (uint256 i = 0; i < count; ++i) {
            modelId = 1 + (((from % count) + i) % count);
            IAttributionLedger.Account memory account = _LEDGER.accountOf(modelId);
            if (account.nextBucket == account.closedBuckets || _REGISTRY.isFallen(modelId)) continue;
            if (!silent) return (modelId, true);
            uint256 since = _LEDGER.waitsSince(modelId, account.nextBucket);
            if (block.timestamp >= since + _get(Parameter.SilenceSeconds)) return (modelId, true);
        }
    }

    /// @return signers as many active attestors as the quorum, or one more; none where they are too few.
    function _active(uint256 quorum) private view returns (address[] memory signers) {
        signers = new address[](4);
        uint256 count;
        for (uint256 i = 0; i < 4 && count <= quorum; ++i) {
            address attestor = _attestor(i);
            if (_STAKING.isActive(Role.Attestor, attestor)) signers[count++] = attestor;
        }
        if (count < quorum) count = 0;
        // Shortens the list to what it holds.
        assembly ("memory-safe") {
            mstore(signers, count)
        }
    }

    /// @dev Divides the bucket's part among the two contributions; every third time with a false first cumulative.
    function _next(uint256 modelId, uint256 first, uint256 lie) private returns (Standing memory next) {
        uint64 bucket = _LEDGER.accountOf(modelId).nextBucket;
        uint128 part = _VAULT.bucketOf(modelId, bucket).contributorsPart;
        next.first.contributionId = _REGISTRY.contributionOf(modelId, 0);
        next.second.contributionId = _REGISTRY.contributionOf(modelId, 1);
        next.first.sum = uint128(first % (uint256(part) + 1));
        next.second.sum = part - next.first.sum;
        next.first.cumulative = next.first.sum;
        next.second.cumulative = next.second.sum;
        if (bucket != 0) {
            Standing storage parent = _standing[modelId][bucket - 1];
            next.first.cumulative += parent.first.cumulative;
            next.second.cumulative += parent.second.cumulative;
        }
        if (lie % 3 == 0) {
            uint128 other = uint128(lie % 1e24);
            next.isFalse = other != next.first.cumulative;
            next.first.cumulative = other;
        }
        next.nonce = ++_nonce; // so that no digest is posted twice
        next.batch = Batch({
            modelId: modelId,
            bucket: bucket,
            parent: _LEDGER.headOf(modelId),
            rowRoot: LeafLib.rowRoot(next.nonce),
            rowCount: 1,
            earningsRoot: LeafLib.earningsRoot(next.first, next.second),
            dataHash: LeafLib.bundleRoot()
        });
        next.digest = _LEDGER.batchDigest(next.batch);
    }

    function _stand(Standing memory next, uint256 window) private {
        Standing[] storage standing = _standing[next.batch.modelId];
        next.signersHash = keccak256(abi.encode(next.signers));
        next.windowEnds = uint40(block.timestamp + window);
        if (standing.length != 0) {
            uint40 parentEnds = standing[standing.length - 1].windowEnds;
            if (next.windowEnds < parentEnds) next.windowEnds = parentEnds;
        }
        standing.push(next);
    }

    /* LONE POSTERS' BONDS */

    /// @dev The first, from a place on, that backs nothing any more.
    function releaseBond(uint256 from) external {
        uint256 count = _bonded.length;
        for (uint256 i = 0; i < count; ++i) {
            uint256 at = ((from % count) + i) % count;
            Place memory place = _bonded[at];
            bool isGone = _LEDGER.bondOf(place.modelId, place.bucket).amount == 0; // it was slashed
            if (!isGone && _isBacking(place)) continue;

            if (!isGone) _LEDGER.releaseBond(place.modelId, place.bucket);
            _isBonded[place.modelId][place.bucket] = false;
            _bonded[at] = _bonded[count - 1];
            _bonded.pop();
            if (!isGone) ++done["releaseBond"];
            return;
        }
    }

    function _isBacking(Place memory place) private view returns (bool) {
        if (place.bucket >= _standing[place.modelId].length) return false;
        bool isAlone = _standing[place.modelId][place.bucket].poster != address(0);
        return isAlone && !_LEDGER.isFinal(place.modelId, place.bucket);
    }

    /// @return sum of the bonds that the ledger holds, token base units.
    function bonds() external view returns (uint256 sum) {
        for (uint256 i = 0; i < _bonded.length; ++i) {
            sum += _LEDGER.bondOf(_bonded[i].modelId, _bonded[i].bucket).amount;
        }
    }

    /// @return whether a lone batch that can still be refuted stands without its bond, or a bond with another batch's poster.
    function isBare(uint256 modelId, uint256 bucket) external view returns (bool) {
        address poster = _standing[modelId][bucket].poster;
        if (poster == address(0)) return false;
        LoneBond memory bond = _LEDGER.bondOf(modelId, uint64(bucket));
        return bond.amount == 0 || bond.poster != poster;
    }

    /* THE BOOK */

    /// @notice Notes what is final by now. To be called when time has passed, or a hold has been lifted.
    function note() external {
        uint256 models = _REGISTRY.count();
        for (uint256 modelId = 1; modelId <= models; ++modelId) {
            uint256 count = _final[modelId].length;
            for (; _LEDGER.isFinal(modelId, uint64(count)); ++count) {
                _final[modelId].push(_LEDGER.batchOf(modelId, uint64(count)).id);
                if (_standing[modelId][count].isFalse) isTainted[modelId] = true;
            }
        }
    }

    /// @notice Strikes what the ledger has dropped.
    function strike(uint256 modelId) external {
        uint256 left = _LEDGER.accountOf(modelId).nextBucket;
        while (_standing[modelId].length > left) _standing[modelId].pop();
    }

    function standingOf(uint256 modelId, uint256 bucket) external view returns (Standing memory) {
        return _standing[modelId][bucket];
    }

    function postedOf(uint256 modelId, uint256 bucket) public view returns (PostedBatch memory) {
        Standing storage standing = _standing[modelId][bucket];
        return PostedBatch({batch: standing.batch, signers: standing.signers});
    }

    function windowEndsOf(uint256 modelId, uint256 bucket) external view returns (uint40) {
        return _standing[modelId][bucket].windowEnds;
    }

    function standingCount(uint256 modelId) external view returns (uint256) {
        return _standing[modelId].length;
    }

    function finalCount(uint256 modelId) public view returns (uint256) {
        return _final[modelId].length;
    }

    function finalId(uint256 modelId, uint256 bucket) external view returns (bytes32) {
        return _final[modelId][bucket];
    }

    /// @dev One of the pending batches of the first model from one on that has any.
    function findPending(
        uint256 from,
        uint256 place
    ) external view returns (uint256 modelId, uint256 bucket, bool isFound) {
        uint256 count = _REGISTRY.count();
        for (uint256 i = 0; i < count; ++i) {
            modelId = 1 + (((from % count) + i) % count);
            uint256 begin = finalCount(modelId);
            uint256 pending = _standing[modelId].length - begin;
            if (pending != 0) return (modelId, begin + (place % pending), true);
        }
    }

    /// @dev A final batch, more often than not the last, of the first model from one on that has any.
    function findFinal(
        uint256 from,
        uint256 place
    ) external view returns (uint256 modelId, uint256 bucket, bool isFound) {
        uint256 count = _REGISTRY.count();
        for (uint256 i = 0; i < count; ++i) {
            modelId = 1 + (((from % count) + i) % count);
            uint256 known = finalCount(modelId);
            if (known != 0) return (modelId, place % 4 == 0 ? (place >> 2) % known : known - 1, true);
        }
    }
}
