// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {BatchLib} from "../libraries/BatchLib.sol";
import {ClaimAuthorizationLib} from "../libraries/ClaimAuthorizationLib.sol";
import {EarningLib} from "../libraries/EarningLib.sol";
import {MerkleLib} from "../libraries/MerkleLib.sol";
import {PairedAmounts} from "../libraries/PairedAmounts.sol";
import {SignatureLib} from "../libraries/SignatureLib.sol";
import {ClaimItem} from "../types/Evidence.sol";
import {PackedAccount} from "../types/PackedAccount.sol";
import {PackedRecord} from "../types/PackedRecord.sol";

/// @title The half of the ledger that pays: which batches are final, and what is claimed against them.
/// @dev The other half, AttributionLedger, takes money and batches in. Nothing here ever changes a batch.
abstract contract LedgerClaims is IAttributionLedger, EIP712, Nonces {
    using PairedAmounts for PairedAmounts.Map;
    using SafeERC20 for IERC20;
    using SignatureLib for address;

    /// @dev The longest a batch can wait beyond the window it was posted with, whatever was asked for: a dispute (5 days), a pause (3)
    /// and the fresh window after it (7). So no chain of holds is endless, and unbonding outlasts every one: docs/parameters.md.
    uint40 internal constant _LONGEST_HOLD = 15 days;

    IERC20 public immutable TOKEN;
    IContributionRegistry public immutable CONTRIBUTIONS;

    // Money law: token balance >= sum of the models' available, each of which is its received - claimed - refunded, + bonds held.
    mapping(uint256 modelId => PackedAccount) internal _accounts;
    mapping(uint256 modelId => uint96) internal _received; // token base units
    mapping(uint256 contributionId => PairedAmounts.Map) internal _claimed; // by model, token base units

    /// @dev Those from `nextBucket` on read as absent, but for `since`.
    mapping(uint256 modelId => mapping(uint64 bucket => PackedRecord)) internal _records;

    constructor(IERC20 token, IContributionRegistry contributions) EIP712("OpenLedger AttributionLedger", "1") {
        TOKEN = token;
        CONTRIBUTIONS = contributions;
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
        uint256 modelId = item.modelId;
        PackedAccount storage stored = _accounts[modelId];
        PackedAccount memory account = stored;
        fault = _unproven(item, account);
        if (fault != 0) return (0, fault);

        uint256 contributionId = item.earning.contributionId;
        uint128 cumulative = item.earning.cumulative;
        PairedAmounts.Map storage claimedBy = _claimed[contributionId];
        PairedAmounts.Pair memory claimed = claimedBy.load(modelId);
        if (cumulative <= claimed.amount) return (0, LedgerNothingToClaim.selector);
        amount = cumulative - claimed.amount;
        if (amount > account.available) return (0, LedgerInsolvent.selector);

        stored.available = account.available - uint96(amount); // Narrowing is safe: <= available.
        claimedBy.store(modelId, claimed, cumulative);
        emit Claimed(modelId, contributionId, owner, recipient, amount, cumulative);
    }

    /// @return fault why the earning is not that of a final batch, or 0.
    function _unproven(ClaimItem calldata item, PackedAccount memory account) private view returns (bytes4 fault) {
        uint64 bucket = item.bucket;
        PackedRecord storage record = _records[item.modelId][bucket];
        (bytes27 idHead, uint40 finalAt) = (record.idHead, record.finalAt); // one read
        bytes32 id = BatchLib.id(item.digest, item.signersHash, item.earningsRoot);
        if (bucket >= account.nextBucket || idHead != bytes27(id)) return LedgerUnknownBatch.selector;
        finalAt = _finalAt(finalAt, bucket, account.heldFrom, account.heldUntil);
        if (block.timestamp < finalAt) return LedgerBatchNotFinal.selector;

        bytes32 leaf = EarningLib.hash(item.earning);
        bool isProven = MerkleLib.verify(item.earningsRoot, account.contributionCount, leaf, item.index, item.proof);
        return isProven ? bytes4(0) : LedgerBadEarningProof.selector;
    }

    /// @dev The end of a batch's window, or of the hold on it and its predecessors that are not final: whichever is later. A hold that
    /// outlasts the longest is meant for a later batch.
    function _finalAt(
        uint40 windowEnds,
        uint64 bucket,
        uint24 heldFrom,
        uint40 heldUntil
    ) private pure returns (uint40) {
        if (bucket < heldFrom || heldUntil <= windowEnds) return windowEnds;
        uint40 latest = windowEnds + _LONGEST_HOLD;
        return heldUntil < latest ? heldUntil : latest;
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
        PackedAccount storage packed = _accounts[modelId];
        account.received = _received[modelId];
        account.available = packed.available;
        account.contributionCount = packed.contributionCount;
        account.nextBucket = packed.nextBucket;
        account.closedBuckets = packed.closedBuckets;
    }

    /// @inheritdoc IAttributionLedger
    function batchOf(uint256 modelId, uint64 bucket) public view returns (BatchRecord memory record) {
        PackedAccount storage account = _accounts[modelId];
        if (bucket >= account.nextBucket) return record;

        PackedRecord storage stored = _records[modelId][bucket];
        record.id = _idOf(stored);
        record.finalAt = _finalAt(stored.finalAt, bucket, account.heldFrom, account.heldUntil);
        record.slashBps = stored.slashBps;
        record.quorumSigners = stored.quorumSigners;
        record.postedAt = stored.since;
    }

    /// @inheritdoc IAttributionLedger
    function claimedOf(uint256 modelId, uint256 contributionId) public view returns (uint128 amount) {
        return _claimed[contributionId].load(modelId).amount;
    }

    /// @inheritdoc IAttributionLedger
    function isFinal(uint256 modelId, uint64 bucket) public view returns (bool) {
        return bucket < _accounts[modelId].nextBucket && block.timestamp >= batchOf(modelId, bucket).finalAt;
    }

    /// @inheritdoc IAttributionLedger
    function headOf(uint256 modelId) public view returns (bytes32 id) {
        uint24 next = _accounts[modelId].nextBucket;
        return next == 0 ? bytes32(0) : _idOf(_records[modelId][next - 1]);
    }

    function _idOf(PackedRecord storage record) private view returns (bytes32) {
        return bytes32(record.idHead) | (bytes32(record.idTail) >> 216);
    }
}
