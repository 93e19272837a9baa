// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {BatchLib} from "../libraries/BatchLib.sol";
import {ClaimAuthorizationLib} from "../libraries/ClaimAuthorizationLib.sol";
import {EarningLib} from "../libraries/EarningLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {PairedAmounts} from "../libraries/PairedAmounts.sol";
import {SignatureLib} from "../libraries/SignatureLib.sol";
import {Batch} from "../types/Batch.sol";
import {ChallengeTerms} from "../types/ChallengeTerms.sol";
import {ClaimItem, PostedBatch} from "../types/Evidence.sol";
import {PackedAccount} from "../types/PackedAccount.sol";
import {PackedRecord} from "../types/PackedRecord.sol";
import {Role} from "../types/Role.sol";

/// @title The rollup: what every contribution has earned from every model.
/// @dev Assumptions.
/// Token: OpenToken; moves exactly what it is asked to and calls nobody back.
/// Vault: transfers a bucket's money before it calls {fund}. Prover: refutes only what it has shown to be wrong.
/// Parameters: a challenge window is shorter than unbonding, so that who signed can still be slashed.
/// Signers' and owners' wallets (ERC-1271): only read from.
contract AttributionLedger is IAttributionLedger, EIP712, Nonces {
    using BatchLib for Batch;
    using PairedAmounts for PairedAmounts.Map;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;
    using SignatureLib for address;

    IERC20 public immutable TOKEN;
    IParameters public immutable PARAMETERS;
    IStaking public immutable STAKING;
    IModelRegistry public immutable MODELS;
    IContributionRegistry public immutable CONTRIBUTIONS;
    address public immutable VAULT;

    // Money law: token balance >= sum of the models' available, each of which is its received - claimed - refunded.
    mapping(uint256 modelId => PackedAccount) internal _accounts;
    mapping(uint256 modelId => uint96) internal _received; // token base units
    mapping(uint256 contributionId => PairedAmounts.Map) internal _claimed; // by model, token base units

    /// @dev Those from `nextBucket` on were dropped and read as absent.
    mapping(uint256 modelId => mapping(uint64 bucket => PackedRecord)) internal _records;

    mapping(bytes32 digest => bool) internal _refuted;

    /// @inheritdoc IAttributionLedger
    mapping(address account => bool) public isJudge; // named at deployment, for good
    mapping(bytes32 round => mapping(address signer => bool)) internal _equivocators; // see _roundOf

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
    ) EIP712("OpenLedger AttributionLedger", "1") {
        TOKEN = token;
        PARAMETERS = parameters;
        STAKING = staking;
        MODELS = models;
        CONTRIBUTIONS = contributions;
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
        PackedAccount memory account = _accounts[modelId];
        require(bucket == account.closedBuckets, LedgerBucketOutOfOrder(modelId, bucket, account.closedBuckets));

        if (bucket == 0) account.contributionCount = MODELS.recordOf(modelId).contributionCount;
        uint96 received = (uint256(_received[modelId]) + amount).toUint96();
        _received[modelId] = received;
        account.available += uint96(amount); // Narrowing and overflow are safe: <= received.
        account.closedBuckets += 1;
        _accounts[modelId] = account;
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
        PackedAccount storage account = _accounts[batch.modelId];
        require(!account.isFallen, LedgerModelFell(batch.modelId));
        uint64 next = account.nextBucket;
        require(batch.bucket == next, LedgerBucketOutOfOrder(batch.modelId, batch.bucket, next));
        require(next < account.closedBuckets, LedgerBucketNotClosed(batch.modelId, batch.bucket));
        PackedRecord memory record = _successorRecord(batch, signers.length);
        bytes32 digest = batchDigest(batch);
        require(!_refuted[digest], LedgerDigestRefuted(digest));
        _requireSigned(digest, signers, signatures);
        _requireActive(signers);

        id = BatchLib.id(digest, BatchLib.hashSigners(signers), batch.earningsRoot);
        (record.idHead, record.idTail) = (bytes27(id), bytes5(id << 216));
        _records[batch.modelId][batch.bucket] = record;
        account.nextBucket = uint24(next) + 1; // Narrowing and overflow are safe: < closedBuckets.
        emit BatchPosted(batch.modelId, batch.bucket, id, batch, signers, uri, record.finalAt, msg.sender);
    }

    /// @dev The batch's record under the terms of now, but for the id; checks everything that is not about signatures.
    function _successorRecord(
        Batch calldata batch,
        uint256 signerCount
    ) private view returns (PackedRecord memory record) {
        require(
            batch.rowRoot != 0 && batch.rowCount != 0 && batch.earningsRoot != 0 && batch.dataHash != 0,
            LedgerEmptyBatch()
        );
        PackedRecord memory parent;
        if (batch.bucket != 0) parent = _records[batch.modelId][batch.bucket - 1];
        bytes32 parentId = _idOf(parent);
        require(batch.parent == parentId, LedgerWrongParent(batch.parent, parentId));
        ChallengeTerms memory terms = PARAMETERS.challengeTerms();
        require(signerCount >= terms.quorumSigners, LedgerTooFewSigners(signerCount, terms.quorumSigners));

        record.finalAt = uint40(block.timestamp) + terms.windowSeconds;
        // Never before its parent: what stands on a batch falls with it.
        if (record.finalAt < parent.finalAt) record.finalAt = parent.finalAt;
        record.slashBps = terms.slashBps;
        record.quorumSigners = terms.quorumSigners;
        record.postedAt = uint40(block.timestamp);
    }

    function _idOf(PackedRecord memory record) private pure returns (bytes32) {
        return bytes32(record.idHead) | (bytes32(record.idTail) >> 216);
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

    /* REFUTATION */

    /// @inheritdoc IAttributionLedger
    function refute(PostedBatch calldata posted, string calldata proof, address challenger) external onlyJudge {
        (BatchRecord memory record, bytes32 digest) = _challengeable(posted);

        _refuted[digest] = true;
        _drop(posted.batch, record.id, proof, challenger);

        for (uint256 i = 0; i < posted.signers.length; ++i) {
            STAKING.slash(Role.Attestor, posted.signers[i], record.slashBps, challenger);
        }
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

        for (uint256 i = 0; i < slashed.length; ++i) {
            STAKING.slash(Role.Attestor, slashed[i], record.slashBps, challenger);
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
    function hold(PostedBatch calldata posted, uint40 until) external onlyJudge {
        (BatchRecord memory record, ) = _challengeable(posted);
        uint256 modelId = posted.batch.modelId;
        uint64 bucket = posted.batch.bucket;
        // Only inside the window it was posted with, so that no chain of holds keeps a batch from ever being final.
        uint40 windowEnds = _records[modelId][bucket].finalAt;
        require(block.timestamp < windowEnds, LedgerWindowOver(modelId, bucket, windowEnds));

        PackedAccount storage account = _accounts[modelId];
        bool held = block.timestamp < account.heldUntil;
        if (!held || bucket < account.heldFrom) account.heldFrom = uint24(bucket); // Narrowing is safe: < nextBucket.
        if (!held || until > account.heldUntil) account.heldUntil = until;
        emit BatchHeld(modelId, bucket, record.id, account.heldFrom, account.heldUntil, msg.sender);
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
        emit BatchRefuted(batch.modelId, batch.bucket, id, proof, challenger, dropped);
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

        for (uint256 i = 0; i < convicted.length; ++i) {
            STAKING.slash(Role.Attestor, convicted[i], record.slashBps, msg.sender);
        }
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
        require(amount <= account.available, LedgerInsolvent(modelId, amount, account.available));

        account.available -= uint96(amount); // Narrowing is safe: <= available.
        _accounts[modelId].available = account.available;
        emit Refunded(modelId, bucket, payer, amount, account.available);
        TOKEN.safeTransfer(payer, amount);
    }

    /* CLAIMS */

    /// @inheritdoc IAttributionLedger
    function claim(ClaimItem calldata item) external returns (uint128 amount) {
        address owner = CONTRIBUTIONS.ownerOf(item.earning.contributionId);

        amount = _take(item, owner, owner);
        TOKEN.safeTransfer(owner, amount);
    }

    /// @inheritdoc IAttributionLedger
    function claimTo(ClaimItem calldata item, address recipient) external returns (uint128 amount) {
        require(recipient != address(0), LedgerZeroRecipient());
        uint256 contributionId = item.earning.contributionId;
        address owner = CONTRIBUTIONS.ownerOf(contributionId);
        require(msg.sender == owner, LedgerNotOwner(contributionId, msg.sender, owner));

        amount = _take(item, owner, recipient);
        TOKEN.safeTransfer(recipient, amount);
    }

    /// @inheritdoc IAttributionLedger
    function claimMany(ClaimItem[] calldata items) external returns (uint128 total) {
        // Neighbouring items of one owner are paid together.
        address payee;
        uint128 due;
        for (uint256 i = 0; i < items.length; ++i) {
            (address owner, uint128 amount) = _takeOrSkip(items[i], address(0), address(0));
            if (amount == 0) continue;

            if (owner != payee) {
                if (due != 0) TOKEN.safeTransfer(payee, due);
                (payee, due) = (owner, 0);
            }
            due += amount;
            total += amount;
        }
        if (due != 0) TOKEN.safeTransfer(payee, due);
    }

    /// @inheritdoc IAttributionLedger
    function claimBySignature(
        ClaimItem[] calldata items,
        address owner,
        address recipient,
        uint256 deadline,
        bytes calldata signature
    ) external returns (uint128 total) {
        require(recipient != address(0), LedgerZeroRecipient());
        require(block.timestamp <= deadline, LedgerClaimExpired(deadline));
        bytes32 structHash = ClaimAuthorizationLib.hash(owner, recipient, _useNonce(owner), deadline);
        require(owner.isValid(_hashTypedDataV4(structHash), signature), LedgerBadClaimSignature(owner));

        for (uint256 i = 0; i < items.length; ++i) {
            (, uint128 amount) = _takeOrSkip(items[i], owner, recipient);
            total += amount;
        }
        require(total != 0, LedgerNothingPaid(items.length));
        TOKEN.safeTransfer(recipient, total);
    }

    /// @dev Takes an item, or says in full why it pays nothing.
    function _take(ClaimItem calldata item, address owner, address recipient) private returns (uint128 amount) {
        bytes4 fault;
        (amount, fault) = _tryTake(item, owner, recipient);
        if (fault != 0) _revertClaim(item, fault);
    }

    /// @dev Takes an item if it can be paid, else logs that it was skipped.
    /// @param onlyOwner skips items of others, unless 0.
    /// @param recipient the token's owner, if 0.
    /// @return owner of the token.
    /// @return amount token base units, 0 when the item was skipped.
    function _takeOrSkip(
        ClaimItem calldata item,
        address onlyOwner,
        address recipient
    ) private returns (address owner, uint128 amount) {
        bytes4 fault;
        try CONTRIBUTIONS.ownerOf(item.earning.contributionId) returns (address owner_) {
            owner = owner_;
            if (onlyOwner != address(0) && owner != onlyOwner) fault = LedgerNotOwner.selector;
            else (amount, fault) = _tryTake(item, owner, recipient == address(0) ? owner : recipient);
        } catch {
            fault = IERC721Errors.ERC721NonexistentToken.selector;
        }
        if (fault != 0) emit ClaimSkipped(item.modelId, item.earning.contributionId, fault);
    }

    /// @dev Checks an item and writes the claim down; the caller pays, afterwards.
    /// @return amount token base units, 0 when there is a fault.
    /// @return fault selector of the error that says why the item pays nothing, or 0.
    function _tryTake(
        ClaimItem calldata item,
        address owner,
        address recipient
    ) private returns (uint128 amount, bytes4 fault) {
        PackedAccount storage stored = _accounts[item.modelId];
        PackedAccount memory account = stored;
        fault = _unproven(item, account);
        if (fault != 0) return (0, fault);

        uint256 contributionId = item.earning.contributionId;
        uint128 cumulative = item.earning.cumulative;
        PairedAmounts.Pair memory claimed = _claimed[contributionId].load(item.modelId);
        if (cumulative <= claimed.amount) return (0, LedgerNothingToClaim.selector);
        amount = cumulative - claimed.amount;
        if (amount > account.available) return (0, LedgerInsolvent.selector);

        stored.available = account.available - uint96(amount); // Narrowing is safe: <= available.
        _claimed[contributionId].store(item.modelId, claimed, cumulative);
        emit Claimed(item.modelId, contributionId, owner, recipient, amount, cumulative);
    }

    /// @return fault why the earning is not that of a final batch, or 0.
    function _unproven(ClaimItem calldata item, PackedAccount memory account) private view returns (bytes4 fault) {
        PackedRecord storage record = _records[item.modelId][item.bucket];
        bytes32 id = BatchLib.id(item.digest, item.signersHash, item.earningsRoot);
        if (item.bucket >= account.nextBucket || record.idHead != bytes27(id)) return LedgerUnknownBatch.selector;
        if (block.timestamp < _finalAt(record.finalAt, item.bucket, account)) return LedgerBatchNotFinal.selector;

        bytes32 leaf = EarningLib.hash(item.earning);
        bool isProven = MerkleLib.verify(item.earningsRoot, account.contributionCount, leaf, item.index, item.proof);
        return isProven ? bytes4(0) : LedgerBadEarningProof.selector;
    }

    /// @dev The end of a batch's window, or of the hold on it and its predecessors that are not final: whichever is later.
    function _finalAt(uint40 windowEnds, uint64 bucket, PackedAccount memory account) private pure returns (uint40) {
        return bucket >= account.heldFrom && windowEnds < account.heldUntil ? account.heldUntil : windowEnds;
    }

    function _revertClaim(ClaimItem calldata item, bytes4 fault) private view {
        uint256 modelId = item.modelId;
        uint256 contributionId = item.earning.contributionId;
        if (fault == LedgerUnknownBatch.selector) {
            bytes32 id = BatchLib.id(item.digest, item.signersHash, item.earningsRoot);
            revert LedgerUnknownBatch(modelId, item.bucket, id);
        }
        if (fault == LedgerBatchNotFinal.selector) {
            revert LedgerBatchNotFinal(modelId, item.bucket, batchOf(modelId, item.bucket).finalAt);
        }
        if (fault == LedgerBadEarningProof.selector) revert LedgerBadEarningProof(modelId, contributionId);
        uint128 claimed = claimedOf(modelId, contributionId);
        if (fault == LedgerNothingToClaim.selector) revert LedgerNothingToClaim(modelId, contributionId, claimed);
        revert LedgerInsolvent(modelId, item.earning.cumulative - claimed, _accounts[modelId].available);
    }

    /* VIEWS */

    /// @inheritdoc IAttributionLedger
    function accountOf(uint256 modelId) external view returns (Account memory account) {
        PackedAccount memory packed = _accounts[modelId];
        account.received = _received[modelId];
        account.available = packed.available;
        account.contributionCount = packed.contributionCount;
        account.nextBucket = packed.nextBucket;
        account.closedBuckets = packed.closedBuckets;
    }

    /// @inheritdoc IAttributionLedger
    function batchOf(uint256 modelId, uint64 bucket) public view returns (BatchRecord memory record) {
        if (bucket >= _accounts[modelId].nextBucket) return record;

        PackedRecord memory stored = _records[modelId][bucket];
        record.id = _idOf(stored);
        record.finalAt = _finalAt(stored.finalAt, bucket, _accounts[modelId]);
        record.slashBps = stored.slashBps;
        record.quorumSigners = stored.quorumSigners;
        record.postedAt = stored.postedAt;
    }

    /// @inheritdoc IAttributionLedger
    function claimedOf(uint256 modelId, uint256 contributionId) public view returns (uint128 amount) {
        return _claimed[contributionId].load(modelId).amount;
    }

    /// @inheritdoc IAttributionLedger
    function isFinal(uint256 modelId, uint64 bucket) external view returns (bool) {
        return bucket < _accounts[modelId].nextBucket && block.timestamp >= batchOf(modelId, bucket).finalAt;
    }

    /// @inheritdoc IAttributionLedger
    function headOf(uint256 modelId) external view returns (bytes32 id) {
        uint24 next = _accounts[modelId].nextBucket;
        return next == 0 ? bytes32(0) : _idOf(_records[modelId][next - 1]);
    }

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
