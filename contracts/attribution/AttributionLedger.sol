// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {BatchLib} from "../libraries/BatchLib.sol";
import {BountyLib} from "../libraries/BountyLib.sol";
import {SignatureLib} from "../libraries/SignatureLib.sol";
import {Batch} from "../types/Batch.sol";
import {ChallengeTerms} from "../types/ChallengeTerms.sol";
import {PostedBatch} from "../types/Evidence.sol";
import {LoneBond} from "../types/LoneBond.sol";
import {ModelPause} from "../types/ModelPause.sol";
import {PackedAccount} from "../types/PackedAccount.sol";
import {PackedRecord} from "../types/PackedRecord.sol";
import {Parameter} from "../types/Parameter.sol";
import {Role} from "../types/Role.sol";
import {LedgerClaims} from "./LedgerClaims.sol";

/// @title The rollup: what every contribution has earned from every model.
/// @dev Assumptions.
/// Token: OpenToken; moves exactly what it is asked to and calls nobody back.
/// Vault: transfers a bucket's money before it calls {fund}. Prover: refutes only what it has shown to be wrong.
/// Parameters: unbonding outlasts everything that keeps a batch refutable, so that who signed can still be slashed.
/// Signers' and owners' wallets (ERC-1271): only read from.
contract AttributionLedger is LedgerClaims {
    using BatchLib for Batch;
    using BountyLib for IParameters;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;
    using SignatureLib for address;

    /// @notice From the start of a model's pause to that of the next, at least.
    uint40 public constant PAUSE_INTERVAL = 30 days;

    IParameters public immutable PARAMETERS;
    IStaking public immutable STAKING;
    IModelRegistry public immutable MODELS;
    address public immutable VAULT;

    mapping(bytes32 digest => bool) internal _refuted;

    /// @inheritdoc IAttributionLedger
    mapping(address account => bool) public isJudge; // named at deployment, for good
    mapping(bytes32 round => mapping(address signer => bool)) internal _equivocators; // see _roundOf
    mapping(uint256 modelId => mapping(uint64 bucket => LoneBond)) internal _bonds;
    mapping(uint256 modelId => ModelPause) internal _pauses; // the last of each

    /// @param vault the only funder.
    /// @param judges the contracts that refute, drop and hold batches: the provers and those that know when something was withheld.
    constructor(
        IERC20 token,
        IParameters parameters,
        IStaking staking,
        IModelRegistry models,
        IContributionRegistry contributions,
        address vault,
        address[] memory judges
    ) LedgerClaims(token, contributions) {
        PARAMETERS = parameters;
        STAKING = staking;
        MODELS = models;
        VAULT = vault;
        for (uint256 i = 0; i < judges.length; ++i) isJudge[judges[i]] = true;
    }

    modifier onlyJudge() {
        require(isJudge[msg.sender], LedgerNotJudge(msg.sender));
        _;
    }

    /* FUNDS */

    /// @inheritdoc IAttributionLedger
    function fund(uint256 modelId, uint64 bucket, uint128 amount) external {
        require(msg.sender == VAULT, LedgerNotVault(msg.sender));
        PackedAccount storage account = _accounts[modelId];
        require(bucket == account.closedBuckets, LedgerBucketOutOfOrder(modelId, bucket, account.closedBuckets));

        if (bucket == 0) account.contributionCount = MODELS.recordOf(modelId).contributionCount;
        uint96 received = (uint256(_received[modelId]) + amount).toUint96();
        _received[modelId] = received;
        account.available += uint96(amount); // Narrowing and overflow are safe: <= received.
        account.closedBuckets += 1;
        _records[modelId][bucket].since = uint40(block.timestamp);
        emit Funded(modelId, bucket, amount, received);
    }

    /* POSTING */

    /// @inheritdoc IAttributionLedger
    function post(
        Batch calldata batch,
        address[] calldata signers,
        bytes[] calldata signatures,
        string calldata uri
    ) external returns (bytes32 id) {
        ChallengeTerms memory terms = PARAMETERS.challengeTerms();
        PackedRecord memory record = _successorRecord(batch, terms.windowSeconds);
        require(signers.length >= terms.quorumSigners, LedgerTooFewSigners(signers.length, terms.quorumSigners));
        (record.slashBps, record.quorumSigners) = (terms.slashBps, terms.quorumSigners);
        bytes32 digest = _unrefutedDigest(batch);
        _requireSigned(digest, signers, signatures);
        _requireActive(signers);

        id = _append(batch, digest, signers, uri, record);
    }

    /// @dev The record of the next batch, but for its id and who answers for it; checks everything that is not about them.
    function _successorRecord(
        Batch calldata batch,
        uint40 windowSeconds
    ) private view returns (PackedRecord memory record) {
        PackedAccount storage account = _accounts[batch.modelId];
        require(!account.isFallen, LedgerModelFell(batch.modelId));
        uint64 next = account.nextBucket;
        require(batch.bucket == next, LedgerBucketOutOfOrder(batch.modelId, batch.bucket, next));
        require(next < account.closedBuckets, LedgerBucketNotClosed(batch.modelId, batch.bucket));
        require(
            batch.rowRoot != 0 && batch.rowCount != 0 && batch.earningsRoot != 0 && batch.dataHash != 0,
            LedgerEmptyBatch()
        );
        bytes32 parentId = headOf(batch.modelId);
        require(batch.parent == parentId, LedgerWrongParent(batch.parent, parentId));

        record.finalAt = uint40(block.timestamp) + windowSeconds;
        uint40 parentFinalAt = next == 0 ? 0 : _records[batch.modelId][next - 1].finalAt;
        // Never before its parent: what stands on a batch falls with it.
        if (record.finalAt < parentFinalAt) record.finalAt = parentFinalAt;
        record.since = uint40(block.timestamp);
    }

    function _unrefutedDigest(Batch calldata batch) private view returns (bytes32 digest) {
        digest = batchDigest(batch);
        require(!_refuted[digest], LedgerDigestRefuted(digest));
    }

    function _append(
        Batch calldata batch,
        bytes32 digest,
        address[] calldata signers,
        string calldata uri,
        PackedRecord memory record
    ) private returns (bytes32 id) {
        id = BatchLib.id(digest, BatchLib.hashSigners(signers), batch.earningsRoot);
        (record.idHead, record.idTail) = (bytes27(id), bytes5(id << 216));
        _records[batch.modelId][batch.bucket] = record;
        _accounts[batch.modelId].nextBucket = uint24(batch.bucket) + 1; // Safe: the bucket was below closedBuckets.
        emit BatchPosted(batch.modelId, batch.bucket, id, batch, signers, uri, record.finalAt, msg.sender);
    }

    /// @dev Strictly ascending: no signer counts twice, and address 0 never signs.
    function _requireSigned(bytes32 digest, address[] calldata signers, bytes[] calldata signatures) private view {
        require(signers.length == signatures.length, LedgerLengthMismatch(signers.length, signatures.length));

        address previous;
        for (uint256 i = 0; i < signers.length; ++i) {
            address signer = signers[i];
            require(signer > previous, LedgerSignersUnsorted(previous, signer));
            require(signer.isValid(digest, signatures[i]), LedgerBadSignature(signer));
            previous = signer;
        }
    }

    function _requireActive(address[] calldata signers) private view {
        for (uint256 i = 0; i < signers.length; ++i) {
            require(STAKING.isActive(Role.Attestor, signers[i]), LedgerSignerNotActive(signers[i]));
        }
    }

    /* LONE POSTERS */

    /// @inheritdoc IAttributionLedger
    function postAlone(Batch calldata batch, string calldata uri) external returns (bytes32 id) {
        // Checks. A quorum of 0 marks the record: no signer answers for it, but a bond. Who signs what follows waits with it, for up to two
        // windows: the least UnbondingSeconds reckons with that.
        PackedRecord memory record = _successorRecord(batch, 2 * PARAMETERS.challengeTerms().windowSeconds);
        uint256 opensAt = waitsSince(batch.modelId, batch.bucket) + PARAMETERS.get(Parameter.SilenceSeconds);
        require(block.timestamp >= opensAt, LedgerNotSilent(batch.modelId, batch.bucket, opensAt));
        bytes32 digest = _unrefutedDigest(batch);

        // Effects. Narrowing is safe by the parameter's bounds.
        uint96 amount = uint96(PARAMETERS.get(Parameter.LonePosterBond));
        LoneBond memory old = _bonds[batch.modelId][batch.bucket]; // of a batch that was dropped
        _bonds[batch.modelId][batch.bucket] = LoneBond({poster: msg.sender, amount: amount});
        id = _append(batch, digest, _nobody(), uri, record);
        emit BondPosted(batch.modelId, batch.bucket, msg.sender, amount);
        if (old.amount != 0) emit BondReleased(batch.modelId, batch.bucket, old.poster, old.amount);

        // Interactions.
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        if (old.amount != 0) TOKEN.safeTransfer(old.poster, old.amount);
    }

    /// @dev The signers of what nobody signed.
    function _nobody() private pure returns (address[] calldata signers) {
        assembly ("memory-safe") {
            signers.offset := 0
            signers.length := 0
        }
    }

    /// @inheritdoc IAttributionLedger
    function releaseBond(uint256 modelId, uint64 bucket) external returns (uint96 amount) {
        LoneBond memory bond = _bonds[modelId][bucket];
        amount = bond.amount;
        require(amount != 0, LedgerNoBond(modelId, bucket));
        BatchRecord memory record = batchOf(modelId, bucket);
        bool isBacking = record.id != 0 && record.quorumSigners == 0 && block.timestamp < record.finalAt;
        require(!isBacking, LedgerBatchNotFinal(modelId, bucket, record.finalAt));

        delete _bonds[modelId][bucket];
        emit BondReleased(modelId, bucket, bond.poster, amount);
        TOKEN.safeTransfer(bond.poster, amount);
    }

    /// @dev Takes all of the bond behind a refuted batch.
    function _slashBond(uint256 modelId, uint64 bucket, address challenger) private {
        LoneBond memory bond = _bonds[modelId][bucket];
        delete _bonds[modelId][bucket];
        uint96 bounty = uint96(PARAMETERS.bountyOf(bond.amount, challenger)); // Narrowing is safe: <= the bond.
        uint96 burnt = bond.amount - bounty;
        emit BondSlashed(modelId, bucket, bond.poster, bounty, burnt, challenger);
        if (bounty != 0) TOKEN.safeTransfer(challenger, bounty);
        ERC20Burnable(address(TOKEN)).burn(burnt);
    }

    /// @inheritdoc IAttributionLedger
    function waitsSince(uint256 modelId, uint64 bucket) public view returns (uint40 since) {
        PackedAccount storage account = _accounts[modelId];
        if (bucket != account.nextBucket || bucket >= account.closedBuckets) return 0;
        since = _records[modelId][bucket].since;
        uint40 parentPostedAt = bucket == 0 ? 0 : _records[modelId][bucket - 1].since;
        if (since < parentPostedAt) since = parentPostedAt;
    }

    /// @inheritdoc IAttributionLedger
    function bondOf(uint256 modelId, uint64 bucket) external view returns (LoneBond memory bond) {
        return _bonds[modelId][bucket];
    }

    /* REFUTATION */

    /// @inheritdoc IAttributionLedger
    function refute(PostedBatch calldata posted, string calldata proof, address challenger) external onlyJudge {
        (BatchRecord memory record, bytes32 digest) = _challengeable(posted);

        _refuted[digest] = true;
        _drop(posted.batch, record.id, proof, challenger);

        if (record.quorumSigners == 0) _slashBond(posted.batch.modelId, posted.batch.bucket, challenger);
        _slash(posted.signers, record.slashBps, challenger);
    }

    /// @inheritdoc IAttributionLedger
    function drop(PostedBatch calldata posted, string calldata reason, address challenger) external onlyJudge {
        (BatchRecord memory record, ) = _challengeable(posted);
        _drop(posted.batch, record.id, reason, challenger);
    }

    /// @inheritdoc IAttributionLedger
    function dropSlashing(
        PostedBatch calldata posted,
        string calldata reason,
        address challenger,
        address[] calldata slashed
    ) external onlyJudge {
        (BatchRecord memory record, ) = _challengeable(posted);
        _requireAmong(slashed, posted.signers);
        _drop(posted.batch, record.id, reason, challenger);
        _slash(slashed, record.slashBps, challenger);
    }

    /// @dev Who is among those who lose gets no bounty: nobody profits from what its own signature helped to do.
    function _slash(address[] memory signers, uint16 slashBps, address challenger) private {
        for (uint256 i = 0; i < signers.length; ++i) {
            if (signers[i] == challenger) challenger = address(0);
        }
        for (uint256 i = 0; i < signers.length; ++i) {
            STAKING.slash(Role.Attestor, signers[i], slashBps, challenger);
        }
    }

    /// @dev Walks both lists at once, so each is found once and in order.
    function _requireAmong(address[] calldata some, address[] calldata signers) private pure {
        uint256 j;
        for (uint256 i = 0; i < some.length; ++i) {
            while (j < signers.length && signers[j] != some[i]) ++j;
            require(j++ < signers.length, LedgerNotAmongSigners(some[i]));
        }
    }

    /// @inheritdoc IAttributionLedger
    function requireChallengeable(PostedBatch calldata posted) external view {
        _challengeable(posted);
    }

    function _challengeable(
        PostedBatch calldata posted
    ) private view returns (BatchRecord memory record, bytes32 digest) {
        Batch calldata batch = posted.batch;
        record = batchOf(batch.modelId, batch.bucket);
        digest = batchDigest(batch);
        bytes32 id = BatchLib.id(digest, BatchLib.hashSigners(posted.signers), batch.earningsRoot);
        require(id == record.id, LedgerUnknownBatch(batch.modelId, batch.bucket, id));
        require(block.timestamp < record.finalAt, LedgerBatchFinal(batch.modelId, batch.bucket, record.finalAt));
    }

    /// @dev The batch and all after it read as absent from now on.
    function _drop(Batch calldata batch, bytes32 id, string memory proof, address challenger) private {
        PackedAccount storage account = _accounts[batch.modelId];
        uint64 dropped = account.nextBucket - batch.bucket;
        account.nextBucket = uint24(batch.bucket); // Narrowing is safe: < nextBucket.
        // Its successors' buckets need no new time: each waits for its parent to be posted again.
        _records[batch.modelId][batch.bucket].since = uint40(block.timestamp);
        emit BatchRefuted(batch.modelId, batch.bucket, id, proof, challenger, dropped);
    }

    /* HOLDS AND PAUSES */

    /// @inheritdoc IAttributionLedger
    function hold(PostedBatch calldata posted, uint40 until) external onlyJudge {
        (BatchRecord memory record, ) = _challengeable(posted);
        uint256 modelId = posted.batch.modelId;
        uint64 bucket = posted.batch.bucket;
        ModelPause storage lastPause = _pauses[modelId];
        uint40 windowEnds = _records[modelId][bucket].finalAt;
        uint40 latest = windowEnds + _LONGEST_HOLD;
        // Only inside its window, or the fresh one that a pause in it gave: what is open about a batch must have begun in time.
        uint40 freshEnds = lastPause.endsAt + lastPause.windowSeconds;
        if (lastPause.startedAt < windowEnds && windowEnds < freshEnds) windowEnds = freshEnds;
        require(block.timestamp < windowEnds, LedgerWindowOver(modelId, bucket, windowEnds));
        require(until <= latest, LedgerHoldTooLong(modelId, bucket, until, latest));

        // What is left when the pause ends early; before a pause it is the account's.
        if (block.timestamp < lastPause.endsAt && lastPause.heldUntil < until) lastPause.heldUntil = until;
        _hold(modelId, bucket, until);
        PackedAccount storage account = _accounts[modelId];
        emit BatchHeld(modelId, bucket, record.id, account.heldFrom, account.heldUntil, msg.sender);
    }

    /// @inheritdoc IAttributionLedger
    function pause(uint256 modelId, uint64 fromBucket) external {
        require(msg.sender == PARAMETERS.pauser(), LedgerNotPauser(msg.sender));
        uint64 next = _accounts[modelId].nextBucket;
        bool isFirst = fromBucket == 0 || isFinal(modelId, fromBucket - 1);
        require(
            isFirst && fromBucket <= next && !isFinal(modelId, fromBucket),
            LedgerNotFirstPending(modelId, fromBucket)
        );
        ModelPause storage last = _pauses[modelId];
        uint256 allowedAt = last.startedAt == 0 ? 0 : last.startedAt + PAUSE_INTERVAL;
        require(block.timestamp >= allowedAt, LedgerPausedRecently(modelId, allowedAt));

        uint40 endsAt = uint40(block.timestamp + PARAMETERS.get(Parameter.PauseSeconds));
        uint40 windowSeconds = PARAMETERS.challengeTerms().windowSeconds;
        PackedAccount storage account = _accounts[modelId];
        _pauses[modelId] = ModelPause(uint40(block.timestamp), endsAt, windowSeconds, account.heldUntil);
        _hold(modelId, fromBucket, endsAt + windowSeconds);
        emit ModelPaused(modelId, endsAt, account.heldFrom, account.heldUntil, msg.sender);
    }

    /// @inheritdoc IAttributionLedger
    function unpause(uint256 modelId) external {
        require(msg.sender == PARAMETERS.unpauser(), LedgerNotUnpauser(msg.sender));
        ModelPause storage current = _pauses[modelId];
        require(block.timestamp < current.endsAt, LedgerNotPaused(modelId, current.endsAt));

        current.endsAt = uint40(block.timestamp);
        uint40 until = uint40(block.timestamp) + current.windowSeconds;
        if (until < current.heldUntil) until = current.heldUntil;
        // Never later than it was: that was at least the judges' latest, and a window after the pause's planned end.
        PackedAccount storage account = _accounts[modelId];
        account.heldUntil = until;
        emit ModelUnpaused(modelId, account.heldFrom, until, msg.sender);
    }

    /// @dev Where a hold stands already, both become one, from the earlier bucket to the later time. What is final stays so: everything
    /// before a bucket that is not is before `heldFrom`, or has waited the longest, see {_finalAt}.
    function _hold(uint256 modelId, uint64 bucket, uint40 until) private {
        PackedAccount storage account = _accounts[modelId];
        bool held = block.timestamp < account.heldUntil;
        if (!held || bucket < account.heldFrom) account.heldFrom = uint24(bucket); // Narrowing is safe: <= nextBucket.
        if (!held || until > account.heldUntil) account.heldUntil = until;
    }

    /// @inheritdoc IAttributionLedger
    function pauseOf(uint256 modelId) external view returns (ModelPause memory) {
        return _pauses[modelId];
    }

    /* EQUIVOCATION */

    /// @inheritdoc IAttributionLedger
    function proveEquivocation(
        PostedBatch calldata posted,
        Batch calldata rival,
        address[] calldata rivalSigners,
        bytes[] calldata rivalSignatures
    ) external {
        (BatchRecord memory record, bytes32 digest) = _challengeable(posted);
        bytes32 rivalDigest = batchDigest(rival);
        bytes32 round = _roundOf(rival.modelId, rival.bucket, rival.parent);
        require(
            rivalDigest != digest && round == _roundOf(posted.batch.modelId, posted.batch.bucket, posted.batch.parent),
            LedgerNotRival(digest, rivalDigest)
        );
        require(!_refuted[rivalDigest], LedgerDigestRefuted(rivalDigest));
        _requireSigned(rivalDigest, rivalSigners, rivalSignatures);

        (address[] memory convicted, uint256 clean) = _convict(round, posted.signers, rivalSigners);
        require(convicted.length != 0, LedgerNoEquivocator(digest, rivalDigest));
        for (uint256 i = 0; i < convicted.length; ++i) {
            emit Equivocated(rival.modelId, rival.bucket, convicted[i], digest, rivalDigest);
        }
        if (clean < record.quorumSigners) _drop(posted.batch, record.id, "equivocation", msg.sender);
        _slash(convicted, record.slashBps, msg.sender);
    }

    /// @dev Walks both lists at once: both ascend strictly.
    /// @return convicted those on both lists who were not convicted in this round before.
    /// @return clean how many of `signers` are left that never were.
    function _convict(
        bytes32 round,
        address[] calldata signers,
        address[] calldata rivalSigners
    ) private returns (address[] memory convicted, uint256 clean) {
        convicted = new address[](signers.length);
        uint256 count;
        uint256 j;
        for (uint256 i = 0; i < signers.length; ++i) {
            address signer = signers[i];
            if (_equivocators[round][signer]) continue;

            while (j < rivalSigners.length && rivalSigners[j] < signer) ++j;
            if (j < rivalSigners.length && rivalSigners[j] == signer) {
                _equivocators[round][signer] = true;
                convicted[count++] = signer;
            } else {
                ++clean;
            }
        }
        // Shortens the list to what it holds.
        assembly ("memory-safe") {
            mstore(convicted, count)
        }
    }

    function _roundOf(uint256 modelId, uint64 bucket, bytes32 parent) private pure returns (bytes32) {
        return keccak256(abi.encode(modelId, bucket, parent));
    }

    /* FALLEN MODELS */

    /// @inheritdoc IAttributionLedger
    function voidPending(uint256 modelId) external {
        require(msg.sender == address(MODELS), LedgerNotModels(msg.sender));
        PackedAccount storage account = _accounts[modelId];
        uint24 next = account.nextBucket;
        // Batches are final in order, so the first that is not is found by halving.
        uint24 from = 0;
        for (uint24 to = next; from < to;) {
            uint24 middle = (from + to) / 2;
            if (block.timestamp >= batchOf(modelId, middle).finalAt) from = middle + 1;
            else to = middle;
        }

        account.nextBucket = from;
        account.isFallen = true;
        emit PendingVoided(modelId, from, next - from);
    }

    /// @inheritdoc IAttributionLedger
    function refund(uint256 modelId, uint64 bucket, address payer, uint128 amount) external {
        require(msg.sender == VAULT, LedgerNotVault(msg.sender));
        PackedAccount memory account = _accounts[modelId];
        require(account.isFallen, LedgerModelStands(modelId));
        require(bucket >= account.nextBucket, LedgerBucketAnswered(modelId, bucket));
        require(bucket < account.closedBuckets, LedgerBucketNotClosed(modelId, bucket));
        require(account.available != 0 || amount == 0, LedgerInsolvent(modelId, amount, 0));

        // Only a wrong batch that became final can have left less than is due. A fallen model gets no more, so what is left goes out now.
        if (amount > account.available) amount = account.available;
        account.available -= uint96(amount); // Narrowing is safe: <= available.
        _accounts[modelId].available = account.available;
        emit Refunded(modelId, bucket, payer, amount, account.available);
        TOKEN.safeTransfer(payer, amount);
    }

    /* VIEWS */

    /// @inheritdoc IAttributionLedger
    function isRefuted(bytes32 digest) external view returns (bool) {
        return _refuted[digest];
    }

    /// @inheritdoc IAttributionLedger
    function isEquivocator(
        uint256 modelId,
        uint64 bucket,
        bytes32 parent,
        address signer
    ) external view returns (bool) {
        return _equivocators[_roundOf(modelId, bucket, parent)][signer];
    }

    /// @inheritdoc IAttributionLedger
    function batchDigest(Batch calldata batch) public view returns (bytes32 digest) {
        return _hashTypedDataV4(batch.hash());
    }
}
