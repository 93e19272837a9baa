// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAttributionLedger} from "../interfaces/IAttributionLedger.sol";
import {IInferenceVault} from "../interfaces/IInferenceVault.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IParameters} from "../interfaces/IParameters.sol";
import {IStaking} from "../interfaces/IStaking.sol";
import {HeadLib} from "../libraries/HeadLib.sol";
import {SettlementLib} from "../libraries/SettlementLib.sol";
import {SignatureLib} from "../libraries/SignatureLib.sol";
import {SplitLib} from "../libraries/SplitLib.sol";
import {VoucherLib} from "../libraries/VoucherLib.sol";
import {WiredOnce} from "../libraries/WiredOnce.sol";
import {BucketRecord} from "../types/BucketRecord.sol";
import {FeeSplit} from "../types/FeeSplit.sol";
import {Parameter} from "../types/Parameter.sol";
import {Settlement} from "../types/Settlement.sol";
import {Voucher} from "../types/Voucher.sol";

/// @title Where answers are paid for.
/// @dev Assumptions.
/// Token: OpenToken; moves exactly what it is asked to and calls nobody back.
/// Models, Staking, ledger: ours, immutable; called after all effects.
/// Payers' wallets (ERC-1271): only read from, before any effect. One that changes its answer harms its payee: settle often.
contract InferenceVault is IInferenceVault, EIP712, WiredOnce {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;
    using SettlementLib for Settlement;
    using SignatureLib for address;
    using VoucherLib for Voucher;

    /// @dev Buckets of a model are numbered 0, 1, 2, ...; those below `closed` are closed.
    struct BucketCounts {
        uint64 opened;
        uint64 closed; // <= opened
        bool isFallen; // none is opened, filled or closed any more
    }

    IERC20 public immutable TOKEN;
    IParameters public immutable PARAMETERS;
    IModelRegistry public immutable MODELS;
    IStaking public immutable STAKING;
    address public immutable TREASURY;

    /// @notice Takes the contributors' parts. Wired once.
    IAttributionLedger public ledger;

    // Money law: token balance = reserves + totals of open buckets + owed.
    mapping(address payer => mapping(address payee => Reserve)) internal _reserves;
    mapping(uint256 modelId => mapping(uint64 bucket => BucketRecord)) internal _buckets;
    mapping(address account => uint128) internal _owed; // token base units

    mapping(address payer => mapping(address payee => mapping(uint256 modelId => Channel))) internal _channels;
    mapping(uint256 modelId => BucketCounts) internal _bucketCounts;
    mapping(uint256 modelId => mapping(uint64 bucket => mapping(uint64 sequence => bytes32))) internal _settlements;

    /// @param treasury is owed the protocol's parts.
    constructor(
        IERC20 token,
        IParameters parameters,
        IModelRegistry models,
        IStaking staking,
        address treasury
    ) EIP712("OpenLedger InferenceVault", "1") {
        require(treasury != address(0), VaultZeroTreasury());

        TOKEN = token;
        PARAMETERS = parameters;
        MODELS = models;
        STAKING = staking;
        TREASURY = treasury;
    }

    /// @notice Names the ledger. Only the deployer, once.
    function wire(IAttributionLedger ledger_) external {
        ledger = IAttributionLedger(_wireOnce("ledger", address(ledger), address(ledger_)));
    }

    /* RESERVES */

    /// @inheritdoc IInferenceVault
    function deposit(address payee, uint128 amount) external {
        _deposit(msg.sender, payee, amount);
    }

    /// @inheritdoc IInferenceVault
    function depositFor(address payer, address payee, uint128 amount) external {
        _deposit(payer, payee, amount);
    }

    function _deposit(address payer, address payee, uint128 amount) private {
        require(amount != 0, VaultZeroAmount());

        Reserve storage reserve = _reserves[payer][payee];
        reserve.amount = (uint256(reserve.amount) + amount).toUint96();

        emit Deposited(payer, payee, msg.sender, amount, reserve.amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IInferenceVault
    function requestWithdrawal(address payee, uint128 amount) external {
        Reserve storage reserve = _reserves[msg.sender][payee];
        _requireReserve(reserve, msg.sender, payee, amount);

        uint40 withdrawableAt;
        if (amount != 0) {
            withdrawableAt = uint40(block.timestamp + PARAMETERS.get(Parameter.WithdrawalDelaySeconds));
        }
        reserve.withdrawing = uint96(amount); // Narrowing is safe: <= reserve.amount.
        reserve.withdrawableAt = withdrawableAt;
        emit WithdrawalRequested(msg.sender, payee, amount, withdrawableAt);
    }

    /// @inheritdoc IInferenceVault
    function withdraw(address payee) external returns (uint128 amount) {
        Reserve memory reserve = _reserves[msg.sender][payee];
        require(reserve.withdrawableAt != 0, VaultNothingRequested(msg.sender, payee));
        require(block.timestamp >= reserve.withdrawableAt, VaultWithdrawalNotReady(reserve.withdrawableAt));

        amount = reserve.withdrawing;
        uint96 left = reserve.amount - reserve.withdrawing;
        _reserves[msg.sender][payee] = Reserve({amount: left, withdrawing: 0, withdrawableAt: 0});

        emit Withdrawn(msg.sender, payee, amount, left);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    function _requireReserve(Reserve memory reserve, address payer, address payee, uint256 needed) private pure {
        require(needed <= reserve.amount, VaultInsufficientReserve(payer, payee, needed, reserve.amount));
    }

    /* PAYMENTS */

    /// @inheritdoc IInferenceVault
    function pay(
        uint256 modelId,
        address payee,
        uint128 amount,
        bytes32 requestHash
    ) external returns (uint64 bucket, uint64 sequence) {
        require(amount != 0, VaultZeroAmount());
        require(MODELS.isPayable(modelId), VaultModelNotPayable(modelId));

        (bucket, sequence) = _record(
            Settlement({
                modelId: modelId,
                bucket: 0, // set by _record, like the sequence and the part
                sequence: 0,
                payer: msg.sender,
                payee: payee,
                cumulativeBefore: 0,
                amount: amount,
                contributorsPart: 0,
                headBefore: 0,
                headAfter: HeadLib.direct(requestHash, amount)
            })
        );
        emit PaidDirectly(modelId, msg.sender, payee, requestHash, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IInferenceVault
    function settle(
        Voucher calldata voucher,
        bytes calldata signature
    ) external returns (uint64 bucket, uint64 sequence) {
        return _settle(voucher, signature);
    }

    /// @inheritdoc IInferenceVault
    function settleMany(Voucher[] calldata vouchers, bytes[] calldata signatures) external {
        require(vouchers.length == signatures.length, VaultLengthMismatch(vouchers.length, signatures.length));

        for (uint256 i = 0; i < vouchers.length; ++i) _settle(vouchers[i], signatures[i]);
    }

    /// @dev What replays, in any encoding of the signature, is refused because its cumulative fee is not new.
    function _settle(
        Voucher calldata voucher,
        bytes calldata signature
    ) private returns (uint64 bucket, uint64 sequence) {
        require(msg.sender == voucher.payee, VaultNotPayee(msg.sender, voucher.payee));
        Channel storage channel = _channels[voucher.payer][voucher.payee][voucher.modelId];
        uint128 settled = channel.cumulative;
        require(voucher.cumulativeFee > settled, VaultNothingNew(voucher.cumulativeFee, settled));
        uint128 amount = voucher.cumulativeFee - settled;
        Reserve storage stored = _reserves[voucher.payer][voucher.payee];
        Reserve memory reserve = stored;
        _requireReserve(reserve, voucher.payer, voucher.payee, amount);
        require(voucher.payer.isValid(voucherDigest(voucher), signature), VaultBadSignature(voucher.payer));

        uint96 left = reserve.amount - uint96(amount); // Narrowing is safe: <= reserve.amount.
        stored.amount = left;
        // What was signed for comes before what was announced.
        if (reserve.withdrawing > left) stored.withdrawing = left;
        bytes32 headBefore = channel.head;
        channel.cumulative = voucher.cumulativeFee;
        channel.head = voucher.head;

        return
            _record(
                Settlement({
                    modelId: voucher.modelId,
                    bucket: 0, // set by _record, like the sequence and the part
                    sequence: 0,
                    payer: voucher.payer,
                    payee: voucher.payee,
                    cumulativeBefore: settled,
                    amount: amount,
                    contributorsPart: 0,
                    headBefore: headBefore,
                    headAfter: voucher.head
                })
            );
    }

    /// @dev Adds a payment to the model's open bucket and stores its hash.
    function _record(Settlement memory settlement) private returns (uint64, uint64) {
        BucketRecord storage bucket;
        (settlement.bucket, bucket) = _openBucket(settlement.modelId);
        settlement.contributorsPart = SplitLib.part(
            settlement.cumulativeBefore,
            settlement.cumulativeBefore + settlement.amount,
            bucket.contributorsBps
        );
        uint32 sequence = bucket.settlements;
        settlement.sequence = sequence;

        uint96 bucketTotal = (uint256(bucket.total) + settlement.amount).toUint96();
        bucket.total = bucketTotal;
        bucket.contributorsPart += uint96(settlement.contributorsPart); // Narrowing is safe: <= amount.
        bucket.settlements = sequence + 1;
        _settlements[settlement.modelId][settlement.bucket][settlement.sequence] = settlement.hash();

        emit Settled(
            settlement.modelId,
            settlement.bucket,
            settlement.payer,
            settlement.sequence,
            settlement.payee,
            settlement.cumulativeBefore,
            settlement.amount,
            settlement.contributorsPart,
            settlement.headBefore,
            settlement.headAfter,
            bucketTotal
        );
        return (settlement.bucket, settlement.sequence);
    }

    /* BUCKETS */

    /// @dev The model's open bucket; opens the next one when the last one's time is over.
    function _openBucket(uint256 modelId) private returns (uint64 bucket, BucketRecord storage next) {
        mapping(uint64 => BucketRecord) storage buckets = _buckets[modelId];
        BucketCounts storage counts = _bucketCounts[modelId];
        uint64 opened = counts.opened;
        require(!counts.isFallen, VaultModelFell(modelId));
        if (opened != 0) {
            BucketRecord storage last = buckets[opened - 1];
            if (block.timestamp < last.closesAt) return (opened - 1, last);
        }

        require(MODELS.isSettleable(modelId), VaultModelNotPayable(modelId));
        bucket = opened;
        counts.opened = opened + 1;
        next = buckets[bucket];
        FeeSplit memory split = PARAMETERS.feeSplit();
        uint40 closesAt = uint40(block.timestamp + PARAMETERS.get(Parameter.BucketSeconds));
        next.openedAt = uint40(block.timestamp);
        next.closesAt = closesAt;
        next.protocolBps = split.protocolBps;
        next.stakersBps = split.stakersBps;
        next.contributorsBps = split.contributorsBps;
        emit BucketOpened(modelId, bucket, closesAt, split);
    }

    /// @inheritdoc IInferenceVault
    function close(uint256 modelId, uint64 bucket) external {
        BucketCounts memory counts = _bucketCounts[modelId];
        require(!counts.isFallen, VaultModelFell(modelId));
        require(bucket < counts.opened, VaultUnknownBucket(modelId, bucket));
        require(bucket >= counts.closed, VaultBucketAlreadyClosed(modelId, bucket));
        require(bucket == counts.closed, VaultBucketOutOfOrder(modelId, bucket, counts.closed));
        Bucket memory closing = bucketOf(modelId, bucket);
        require(block.timestamp >= closing.closesAt, VaultBucketStillOpen(modelId, bucket, closing.closesAt));

        _bucketCounts[modelId].closed = bucket + 1;
        _buckets[modelId][bucket].closed = true;
        (uint256 protocolPart, uint256 stakersPart, uint256 ownerPart) = SplitLib.divide(
            closing.total,
            closing.contributorsPart,
            closing.split
        );
        address modelOwner = MODELS.ownerOf(modelId);
        // Narrowing is safe: all parts are <= closing.total.
        _owed[TREASURY] += uint128(protocolPart);
        _owed[modelOwner] += uint128(ownerPart);

        emit BucketClosed({
            modelId: modelId,
            bucket: bucket,
            total: closing.total,
            protocolPart: uint128(protocolPart),
            stakersPart: uint128(stakersPart),
            contributorsPart: closing.contributorsPart,
            ownerPart: uint128(ownerPart),
            modelOwner: modelOwner
        });
        _payOut(modelId, bucket, closing.contributorsPart, uint128(stakersPart));
    }

    function _payOut(uint256 modelId, uint64 bucket, uint128 contributorsPart, uint128 stakersPart) private {
        TOKEN.safeTransfer(address(ledger), contributorsPart);
        ledger.fund(modelId, bucket, contributorsPart); // also of 0: the ledger counts the bucket as closed

        if (stakersPart == 0) return;
        TOKEN.forceApprove(address(STAKING), stakersPart);
        STAKING.addReward(stakersPart);
    }

    /* FALLEN MODELS */

    /// @inheritdoc IInferenceVault
    function stop(uint256 modelId) external {
        require(msg.sender == address(MODELS), VaultNotModels(msg.sender));
        BucketCounts storage counts = _bucketCounts[modelId];

        counts.isFallen = true;
        emit ModelStopped(modelId, counts.closed, counts.opened);
    }

    /* OWED */

    /// @inheritdoc IInferenceVault
    function collect(address account) external returns (uint128 amount) {
        amount = _owed[account];
        require(amount != 0, VaultZeroAmount());

        _owed[account] = 0;
        emit Collected(account, amount);
        TOKEN.safeTransfer(account, amount);
    }

    /* VIEWS */

    /// @inheritdoc IInferenceVault
    function reserveOf(address payer, address payee) external view returns (Reserve memory) {
        return _reserves[payer][payee];
    }

    /// @inheritdoc IInferenceVault
    function channelOf(address payer, address payee, uint256 modelId) external view returns (Channel memory) {
        return _channels[payer][payee][modelId];
    }

    /// @inheritdoc IInferenceVault
    function bucketOf(uint256 modelId, uint64 bucket) public view returns (Bucket memory) {
        BucketRecord memory stored = _buckets[modelId][bucket];
        return
            Bucket({
                openedAt: stored.openedAt,
                closesAt: stored.closesAt,
                split: FeeSplit({
                    protocolBps: stored.protocolBps,
                    stakersBps: stored.stakersBps,
                    contributorsBps: stored.contributorsBps
                }),
                closed: stored.closed,
                total: stored.total,
                contributorsPart: stored.contributorsPart,
                settlements: stored.settlements
            });
    }

    /// @inheritdoc IInferenceVault
    function bucketCount(uint256 modelId) external view returns (uint64 count) {
        return _bucketCounts[modelId].opened;
    }

    /// @inheritdoc IInferenceVault
    function settlementHash(uint256 modelId, uint64 bucket, uint64 sequence) external view returns (bytes32 hash) {
        return _settlements[modelId][bucket][sequence];
    }

    /// @inheritdoc IInferenceVault
    function owedTo(address account) external view returns (uint128 amount) {
        return _owed[account];
    }

    /// @inheritdoc IInferenceVault
    function voucherDigest(Voucher calldata voucher) public view returns (bytes32 digest) {
        return _hashTypedDataV4(voucher.hash());
    }
}
