// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceVault} from "../../../../contracts/interfaces/IInferenceVault.sol";
import {HeadLib} from "../../../../contracts/libraries/HeadLib.sol";
import {SettlementLib} from "../../../../contracts/libraries/SettlementLib.sol";
import {SplitLib} from "../../../../contracts/libraries/SplitLib.sol";
import {Settlement} from "../../../../contracts/types/Settlement.sol";
import {Voucher} from "../../../../contracts/types/Voucher.sol";
import {Cast} from "./Cast.sol";
import {Contracts} from "./Contracts.sol";
import {EconomyHandler} from "./EconomyHandler.sol";
import {ModelActions} from "./ModelActions.sol";

/// @notice Everybody pays one of two payees for the answers of any model, directly or by vouchers; what was paid for a fallen model comes
/// back.
contract PaymentActions is EconomyHandler {
    using SettlementLib for Settlement;

    uint256 public constant PAYEES = 2;

    ModelActions private immutable _REGISTRY;

    mapping(uint256 modelId => mapping(uint64 bucket => uint256)) public paid; // token base units
    mapping(uint256 modelId => mapping(uint64 bucket => uint256)) public refundedByVault; // token base units
    mapping(uint256 modelId => uint256) public refundedByLedger; // token base units
    mapping(uint256 modelId => Settlement[]) private _settled; // and not refunded

    constructor(Contracts memory all, Cast cast, ModelActions registry) EconomyHandler(all, cast) {
        _REGISTRY = registry;
    }

    function payee(uint256 seed) public view returns (address) {
        return _actor(6 + (seed % PAYEES));
    }

    /* RESERVES */

    function deposit(uint256 who, uint256 to, uint256 amount) external {
        uint256 balance = _TOKEN.balanceOf(_actor(who));
        if (balance == 0) return;
        _as(_actor(who));
        _VAULT.deposit(payee(to), _amount(amount, balance / 10 + 1));
        ++done["deposit"];
    }

    function requestWithdrawal(uint256 who, uint256 to, uint256 amount) external {
        uint256 reserve = _VAULT.reserveOf(_actor(who), payee(to)).amount;
        if (reserve == 0) return;
        _as(_actor(who));
        _VAULT.requestWithdrawal(payee(to), uint128(amount % (reserve + 1)));
        ++done["requestWithdrawal"];
    }

    /// @dev Of the first payer, from one on, who may.
    function withdraw(uint256 who, uint256 to) external {
        for (uint256 i = 0; i < 8; ++i) {
            address payer = _actor((who % 8) + i);
            IInferenceVault.Reserve memory reserve = _VAULT.reserveOf(payer, payee(to));
            if (reserve.withdrawableAt == 0 || reserve.withdrawableAt > block.timestamp) continue;

            _as(payer);
            require(_VAULT.withdraw(payee(to)) == reserve.withdrawing, "withdraw: not what was left");
            ++done["withdraw"];
            return;
        }
    }

    /* PAYMENTS */

    function pay(uint256 who, uint256 to, uint256 model, uint256 amount) external {
        (uint256 modelId, bool isFound) = _REGISTRY.findPayable(model);
        uint256 balance = _TOKEN.balanceOf(_actor(who));
        if (!isFound || balance == 0) return;
        uint128 fee = _amount(amount, balance / 100 + 1);
        _as(_actor(who));
        (uint64 bucket, uint64 sequence) = _VAULT.pay(modelId, payee(to), fee, bytes32(amount));
        _remember(
            Settlement({
                modelId: modelId,
                bucket: bucket,
                sequence: sequence,
                payer: _actor(who),
                payee: payee(to),
                cumulativeBefore: 0,
                amount: fee,
                contributorsPart: 0,
                headBefore: HeadLib.DIRECT,
                headAfter: HeadLib.direct(bytes32(amount), fee)
            })
        );
        ++done["pay"];
    }

    function settle(uint256 who, uint256 to, uint256 model, uint256 amount) external {
        (uint256 modelId, bool isFound) = _REGISTRY.findSettleable(model);
        uint256 reserve = _VAULT.reserveOf(_actor(who), payee(to)).amount;
        if (!isFound || reserve == 0) return;
        IInferenceVault.Channel memory before = _VAULT.channelOf(_actor(who), payee(to), modelId);
        Voucher memory voucher = Voucher({
            payer: _actor(who),
            payee: payee(to),
            modelId: modelId,
            cumulativeFee: before.cumulative + _amount(amount, reserve),
            head: bytes32(amount)
        });
        bytes memory signature = _CAST.sign(voucher.payer, _VAULT.voucherDigest(voucher));
        _as(voucher.payee);
        (uint64 bucket, uint64 sequence) = _VAULT.settle(voucher, signature);
        _remember(
            Settlement({
                modelId: modelId,
                bucket: bucket,
                sequence: sequence,
                payer: voucher.payer,
                payee: voucher.payee,
                cumulativeBefore: before.cumulative,
                amount: voucher.cumulativeFee - before.cumulative,
                contributorsPart: 0,
                headBefore: before.head,
                headAfter: voucher.head
            })
        );
        ++done["settle"];
    }

    /// @dev Works the part out as the vault must have, and notes the payment.
    function _remember(Settlement memory settlement) private {
        (uint256 modelId, uint64 bucket) = (settlement.modelId, settlement.bucket);
        settlement.contributorsPart = SplitLib.part(
            settlement.cumulativeBefore,
            settlement.cumulativeBefore + settlement.amount,
            _VAULT.bucketOf(modelId, bucket).split.contributorsBps
        );
        bytes32 stored = _VAULT.settlementHash(modelId, bucket, settlement.sequence);
        require(stored == settlement.hash(), "another settlement than was paid");
        paid[modelId][bucket] += settlement.amount;
        _settled[modelId].push(settlement);
    }

    /* REFUNDS */

    function refund(uint256 model, uint256 place) external {
        (uint256 modelId, bool isFound) = _REGISTRY.findFallen(model);
        if (!isFound || _settled[modelId].length == 0) return;
        place %= _settled[modelId].length;
        Settlement memory settlement = _settled[modelId][place];
        uint64 bucket = settlement.bucket;
        if (bucket < _LEDGER.accountOf(modelId).nextBucket) return; // answered
        bool closed = _VAULT.bucketOf(modelId, bucket).closed;
        uint256 due = closed ? settlement.contributorsPart : settlement.amount;
        uint256 left = _LEDGER.accountOf(modelId).available;
        if (closed && due > left) {
            if (left == 0) return; // a wrong batch that became final gave away everything
            due = left;
        }
        uint256 before = _TOKEN.balanceOf(settlement.payer);
        _VAULT.refund(settlement);
        _settled[modelId][place] = _settled[modelId][_settled[modelId].length - 1];
        _settled[modelId].pop();

        require(_TOKEN.balanceOf(settlement.payer) == before + due, "refund: another amount");
        if (closed) refundedByLedger[modelId] += due;
        else refundedByVault[modelId][bucket] += due;
        ++done["refund"];
    }
}
