// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {FeeSplit} from "../types/FeeSplit.sol";
import {Voucher} from "../types/Voucher.sol";

/// @title Where answers are paid for.
/// @notice A payer reserves OPEN for a payee (the host that serves it) and signs cumulative vouchers, or pays one answer directly.
/// Payments of a model fall into buckets that close by time; at closing a bucket's money is divided, once.
/// @dev Money law: balance = reserves + open buckets + owed. See docs/invariants.md.
interface IInferenceVault {
    struct Reserve {
        // slot 0
        uint96 amount; // token base units
        uint96 withdrawing; // token base units, <= amount
        uint40 withdrawableAt; // Unix seconds, 0 when nothing is being withdrawn
    }

    struct Channel {
        uint128 cumulative; // token base units settled since the channel began
        bytes32 head;
    }

    struct Bucket {
        uint40 openedAt; // Unix seconds
        uint40 closesAt; // Unix seconds
        FeeSplit split; // fixed when the bucket opens, like its times
        bool closed;
        uint96 total; // token base units
        uint96 contributorsPart; // token base units, the sum of the settlements' parts
        uint32 settlements;
    }

    event Deposited(address indexed payer, address indexed payee, address from, uint128 amount, uint128 reserve);
    event WithdrawalRequested(address indexed payer, address indexed payee, uint128 amount, uint40 withdrawableAt);
    event Withdrawn(address indexed payer, address indexed payee, uint128 amount, uint128 reserve);
    event BucketOpened(uint256 indexed modelId, uint64 indexed bucket, uint40 closesAt, FeeSplit split);
    /// @dev The fields of Settlement, and the bucket's new totals.
    event Settled(
        uint256 indexed modelId,
        uint64 indexed bucket,
        address indexed payer,
        uint64 sequence,
        address payee,
        uint128 cumulativeBefore,
        uint128 amount,
        uint128 contributorsPart,
        bytes32 headBefore,
        bytes32 headAfter,
        uint128 bucketTotal
    );
    /// @dev A direct payment shows what its head is made of; a voucher's receipts are in the published batch.
    event PaidDirectly(
        uint256 indexed modelId,
        address indexed payer,
        address indexed payee,
        bytes32 requestHash,
        uint128 amount
    );
    /// @dev Parts of the protocol and the stakers are floors of their percentage of `total`, cut (stakers first) where the
    /// contributors' part, a sum of parts of dust payments, leaves less. The owner takes the rest: the four sum to `total`.
    event BucketClosed(
        uint256 indexed modelId,
        uint64 indexed bucket,
        uint128 total,
        uint128 protocolPart,
        uint128 stakersPart,
        uint128 contributorsPart,
        uint128 ownerPart,
        address modelOwner
    );
    /// @dev The model fell: buckets from `closedBuckets` on are never closed.
    event ModelStopped(uint256 indexed modelId, uint64 closedBuckets, uint64 openedBuckets);
    event Collected(address indexed account, uint128 amount);

    error VaultZeroAmount();
    error VaultZeroTreasury();
    error VaultModelNotPayable(uint256 modelId);
    error VaultModelFell(uint256 modelId);
    error VaultNotModels(address caller);
    error VaultNotPayee(address caller, address payee);
    error VaultInsufficientReserve(address payer, address payee, uint256 needed, uint256 available);
    error VaultNothingNew(uint128 cumulativeFee, uint128 settled);
    error VaultBadSignature(address payer);
    error VaultNothingRequested(address payer, address payee);
    error VaultWithdrawalNotReady(uint40 withdrawableAt);
    error VaultUnknownBucket(uint256 modelId, uint64 bucket);
    error VaultBucketStillOpen(uint256 modelId, uint64 bucket, uint40 closesAt);
    error VaultBucketAlreadyClosed(uint256 modelId, uint64 bucket);
    error VaultBucketOutOfOrder(uint256 modelId, uint64 bucket, uint64 next);
    error VaultLengthMismatch(uint256 vouchers, uint256 signatures);

    /// @notice Adds to the caller's reserve for `payee`. Emits {Deposited}.
    /// @param amount token base units, above 0, approved.
    function deposit(address payee, uint128 amount) external;

    /// @notice Adds to somebody else's reserve. Leaves an announced withdrawal and its delay alone. Emits {Deposited}.
    /// @param amount token base units, above 0, approved.
    function depositFor(address payer, address payee, uint128 amount) external;

    /// @notice Announces a withdrawal. The payee has WithdrawalDelaySeconds to settle what it is owed; a new request replaces the
    /// last one and starts the delay again, one of 0 only takes it back. Emits {WithdrawalRequested}.
    /// @param amount token base units, at most the reserve.
    function requestWithdrawal(address payee, uint128 amount) external;

    /// @notice Pays out what was announced, or what settlements left of it, possibly 0. Emits {Withdrawn}.
    /// @return amount token base units.
    function withdraw(address payee) external returns (uint128 amount);

    /// @notice Pays one answer directly, from the caller's balance: a settlement of one receipt. Emits {Settled} and
    /// {PaidDirectly}, and {BucketOpened} where it is the bucket's first.
    /// Requirements: the model is payable; `amount` above 0, approved.
    /// @param amount token base units.
    function pay(
        uint256 modelId,
        address payee,
        uint128 amount,
        bytes32 requestHash
    ) external returns (uint64 bucket, uint64 sequence);

    /// @notice Settles a voucher: all that is new in it, or nothing. Only its payee, so that a payer cannot settle another chain.
    /// Emits {Settled}, and {BucketOpened} where it is the bucket's first.
    /// Requirements:
    /// - the cumulative fee is above what was settled: this alone guards against replay, in any encoding of a signature;
    /// - the payer's reserve for the payee covers what is new;
    /// - `signature` is the payer's: 65 bytes of its key, or accepted by its ERC-1271 wallet;
    /// - the model did not fall, and has an open bucket, is payable, or was retired less than WithdrawalDelaySeconds ago.
    /// Warning: an ERC-1271 wallet may stop accepting what it signed. What an account signed with its key binds it for good, even
    /// after it takes on code (EIP-7702).
    function settle(
        Voucher calldata voucher,
        bytes calldata signature
    ) external returns (uint64 bucket, uint64 sequence);

    /// @notice Settles several vouchers; all or nothing.
    function settleMany(Voucher[] calldata vouchers, bytes[] calldata signatures) external;

    /// @notice Divides a bucket's money once its time is over: contributors' part to the ledger, stakers' part to Staking, the
    /// protocol's and the model owner's to their accounts here. Anybody; buckets of a model in order. Emits {BucketClosed}.
    /// The owner is whoever owns the model at that time.
    function close(uint256 modelId, uint64 bucket) external;

    /// @notice Ends a fallen model: no payment enters its buckets, and none of them is closed any more. Only the model registry. Emits
    /// {ModelStopped}.
    function stop(uint256 modelId) external;

    /// @notice Pays out what `account` is owed (treasury and model owners) to it. Anybody; reverts when that is 0. Emits {Collected}.
    /// @return amount token base units.
    function collect(address account) external returns (uint128 amount);

    function reserveOf(address payer, address payee) external view returns (Reserve memory);

    function channelOf(address payer, address payee, uint256 modelId) external view returns (Channel memory);

    function bucketOf(uint256 modelId, uint64 bucket) external view returns (Bucket memory);

    /// @return count buckets opened so far for the model.
    function bucketCount(uint256 modelId) external view returns (uint64 count);

    /// @return hash of the Settlement, 0 when there is none.
    function settlementHash(uint256 modelId, uint64 bucket, uint64 sequence) external view returns (bytes32 hash);

    function owedTo(address account) external view returns (uint128 amount);

    /// @return digest what the payer signs.
    function voucherDigest(Voucher calldata voucher) external view returns (bytes32 digest);
}
