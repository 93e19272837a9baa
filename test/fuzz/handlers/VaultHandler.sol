// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAttributionLedger} from "../../../contracts/interfaces/IAttributionLedger.sol";
import {IInferenceVault} from "../../../contracts/interfaces/IInferenceVault.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {HeadLib} from "../../../contracts/libraries/HeadLib.sol";
import {Parameters} from "../../../contracts/governance/Parameters.sol";
import {InferenceVault} from "../../../contracts/inference/InferenceVault.sol";
import {SettlementLib} from "../../../contracts/libraries/SettlementLib.sol";
import {AttributionLedgerMock} from "../../../contracts/mocks/AttributionLedgerMock.sol";
import {ModelRegistryMock} from "../../../contracts/mocks/ModelRegistryMock.sol";
import {SplitLib} from "../../../contracts/libraries/SplitLib.sol";
import {Staking} from "../../../contracts/staking/Staking.sol";
import {OpenToken} from "../../../contracts/token/OpenToken.sol";
import {Parameter} from "../../../contracts/types/Parameter.sol";
import {Settlement} from "../../../contracts/types/Settlement.sol";
import {Voucher} from "../../../contracts/types/Voucher.sol";
import {vm} from "./Vm.sol";

/// @notice Three payers, two payees and three models, paying, settling, withdrawing and closing in any order. The last model descends
/// from the other two, and the second from the first; each may fall, once.
contract VaultHandler {
    using SettlementLib for Settlement;

    uint256 public constant PAYERS = 3;
    uint256 public constant PAYEES = 2;
    uint256 public constant MODELS = 3;
    address public constant TREASURY = address(0x7EA5);
    address public constant MODEL_OWNER = address(0x0E0E);

    OpenToken public immutable TOKEN;
    InferenceVault public immutable VAULT;
    AttributionLedgerMock public immutable LEDGER;
    Parameters public immutable PARAMETERS;
    ModelRegistryMock private immutable _REGISTRY;

    mapping(uint256 modelId => bool) public isFallen;
    mapping(uint256 modelId => mapping(uint64 bucket => uint256)) public paid; // token base units
    mapping(uint256 modelId => mapping(uint64 bucket => uint256)) public refunded; // by the vault, token base units
    Settlement[] private _settled;
    uint256 private _now = 1_800_000_000;

    constructor() {
        TOKEN = new OpenToken(address(this));
        PARAMETERS = new Parameters(address(this), new Parameter[](0), new uint256[](0));
        Staking staking = new Staking(TOKEN, PARAMETERS);
        _REGISTRY = new ModelRegistryMock();
        LEDGER = new AttributionLedgerMock();
        LEDGER.setToken(TOKEN);
        VAULT = new InferenceVault(TOKEN, PARAMETERS, IModelRegistry(address(_REGISTRY)), staking, TREASURY);
        VAULT.wire(IAttributionLedger(address(LEDGER)));
        for (uint256 i = 0; i < MODELS; ++i) {
            _REGISTRY.set(i, true, MODEL_OWNER);
            uint256[] memory parents = new uint256[](i);
            for (uint256 j = 0; j < i; ++j) parents[j] = j;
            _REGISTRY.setParents(i, parents);
        }
        for (uint256 i = 0; i < PAYERS; ++i) {
            TOKEN.transfer(payer(i), 1e26);
            vm.prank(payer(i));
            TOKEN.approve(address(VAULT), type(uint256).max);
        }
        vm.warp(_now);
    }

    function payer(uint256 seed) public pure returns (address) {
        return vm.addr(1 + (seed % PAYERS));
    }

    function payee(uint256 seed) public pure returns (address) {
        return address(uint160(0xB000 + (seed % PAYEES)));
    }

    function deposit(uint256 from, uint256 to, uint128 amount) external {
        uint256 balance = TOKEN.balanceOf(payer(from));
        if (balance == 0) return;
        vm.prank(payer(from));
        VAULT.deposit(payee(to), _amount(amount, balance));
    }

    function requestWithdrawal(uint256 from, uint256 to, uint128 amount) external {
        uint128 reserve = VAULT.reserveOf(payer(from), payee(to)).amount;
        vm.prank(payer(from));
        VAULT.requestWithdrawal(payee(to), uint128(amount % (uint256(reserve) + 1)));
    }

    function withdraw(uint256 from, uint256 to) external {
        IInferenceVault.Reserve memory reserve = VAULT.reserveOf(payer(from), payee(to));
        if (reserve.withdrawableAt == 0 || reserve.withdrawableAt > _now) return;
        vm.prank(payer(from));
        require(VAULT.withdraw(payee(to)) == reserve.withdrawing, "withdraw: not what was left");
    }

    function pay(uint256 from, uint256 to, uint256 modelId, uint128 amount) external {
        modelId %= MODELS;
        uint256 balance = TOKEN.balanceOf(payer(from));
        if (balance == 0 || isFallen[modelId]) return;
        amount = _amount(amount, balance);
        vm.prank(payer(from));
        (uint64 bucket, uint64 sequence) = VAULT.pay(modelId, payee(to), amount, bytes32(uint256(amount)));
        _remember(
            Settlement({
                modelId: modelId,
                bucket: bucket,
                sequence: sequence,
                payer: payer(from),
                payee: payee(to),
                cumulativeBefore: 0,
                amount: amount,
                contributorsPart: 0,
                headBefore: HeadLib.DIRECT,
                headAfter: HeadLib.direct(bytes32(uint256(amount)), amount)
            })
        );
    }

    function settle(uint256 from, uint256 to, uint256 modelId, uint128 amount) external {
        modelId %= MODELS;
        uint128 reserve = VAULT.reserveOf(payer(from), payee(to)).amount;
        if (reserve == 0 || isFallen[modelId]) return;
        IInferenceVault.Channel memory before = VAULT.channelOf(payer(from), payee(to), modelId);
        Voucher memory voucher = Voucher({
            payer: payer(from),
            payee: payee(to),
            modelId: modelId,
            cumulativeFee: before.cumulative + _amount(amount, reserve),
            head: bytes32(uint256(amount))
        });
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(1 + (from % PAYERS), VAULT.voucherDigest(voucher));
        vm.prank(payee(to));
        (uint64 bucket, uint64 sequence) = VAULT.settle(voucher, abi.encodePacked(r, s, v));
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
    }

    /// @dev Works the part out as the vault must have, and notes the payment.
    function _remember(Settlement memory settlement) private {
        (uint256 modelId, uint64 bucket) = (settlement.modelId, settlement.bucket);
        settlement.contributorsPart = SplitLib.part(
            settlement.cumulativeBefore,
            settlement.cumulativeBefore + settlement.amount,
            VAULT.bucketOf(modelId, bucket).split.contributorsBps
        );
        bytes32 stored = VAULT.settlementHash(modelId, bucket, settlement.sequence);
        require(stored == settlement.hash(), "another settlement than was paid");
        paid[modelId][bucket] += settlement.amount;
        _settled.push(settlement);
    }

    function close(uint256 modelId) external {
        modelId %= MODELS;
        if (isFallen[modelId]) return;
        for (uint64 bucket = 0; bucket < VAULT.bucketCount(modelId); ++bucket) {
            IInferenceVault.Bucket memory next = VAULT.bucketOf(modelId, bucket);
            if (next.closed) continue;
            if (next.closesAt <= _now) VAULT.close(modelId, bucket); // must never revert
            return;
        }
    }

    function climb(uint256 modelId) external {
        modelId %= MODELS;
        if (VAULT.royaltyOf(modelId) != 0) VAULT.climb(modelId);
    }

    /// @dev Rarely, so that there is something to give back.
    function fall(uint256 modelId, uint256 seed) external {
        modelId %= MODELS;
        if (seed % 4 != 0 || isFallen[modelId]) return;
        isFallen[modelId] = true;
        _REGISTRY.fall(modelId, VAULT);
    }

    function refund(uint256 place) external {
        if (_settled.length == 0) return;
        Settlement memory settlement = _settled[place % _settled.length];
        (uint256 modelId, uint64 bucket) = (settlement.modelId, settlement.bucket);
        if (!isFallen[modelId]) return;
        uint256 before = TOKEN.balanceOf(settlement.payer);
        VAULT.refund(settlement);
        _settled[place % _settled.length] = _settled[_settled.length - 1];
        _settled.pop();

        bool closed = VAULT.bucketOf(modelId, bucket).closed;
        uint256 due = closed ? settlement.contributorsPart : settlement.amount;
        require(TOKEN.balanceOf(settlement.payer) == before + due, "refund: another amount");
        if (!closed) refunded[modelId][bucket] += due;
    }

    function collect(bool treasury) external {
        address account = treasury ? TREASURY : MODEL_OWNER;
        if (VAULT.owedTo(account) != 0) VAULT.collect(account);
    }

    function setRoyalty(uint16 royaltyBps) external {
        PARAMETERS.set(Parameter.ParentRoyaltyBps, royaltyBps % 5_001);
    }

    function setSplit(uint16 protocolBps, uint16 stakersBps, uint16 contributorsBps) external {
        PARAMETERS.set(Parameter.ProtocolFeeBps, protocolBps % 1_501);
        PARAMETERS.set(Parameter.StakersFeeBps, stakersBps % 2_501);
        PARAMETERS.set(Parameter.ContributorsFeeBps, 3_000 + (contributorsBps % 3_001));
    }

    function wait(uint32 duration) external {
        _now += duration % 3 days;
        vm.warp(_now);
    }

    /// @dev Half of the amounts are dust, where the rounding is.
    function _amount(uint128 seed, uint256 max) private pure returns (uint128) {
        return uint128(1 + ((seed % 2 == 0 ? seed % 10 : seed) % max));
    }
}
