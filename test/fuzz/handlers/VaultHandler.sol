// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAttributionLedger} from "../../../contracts/interfaces/IAttributionLedger.sol";
import {IInferenceVault} from "../../../contracts/interfaces/IInferenceVault.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {Parameters} from "../../../contracts/governance/Parameters.sol";
import {InferenceVault} from "../../../contracts/inference/InferenceVault.sol";
import {AttributionLedgerMock} from "../../../contracts/mocks/AttributionLedgerMock.sol";
import {ModelRegistryMock} from "../../../contracts/mocks/ModelRegistryMock.sol";
import {Staking} from "../../../contracts/staking/Staking.sol";
import {OpenToken} from "../../../contracts/token/OpenToken.sol";
import {Parameter} from "../../../contracts/types/Parameter.sol";
import {Voucher} from "../../../contracts/types/Voucher.sol";
import {vm} from "./Vm.sol";

/// @notice Three payers, two payees and two models, paying, settling, withdrawing and closing in any order.
contract VaultHandler {
    uint256 public constant PAYERS = 3;
    uint256 public constant PAYEES = 2;
    uint256 public constant MODELS = 2;
    address public constant TREASURY = address(0x7EA5);
    address public constant MODEL_OWNER = address(0x0E0E);

    OpenToken public immutable TOKEN;
    InferenceVault public immutable VAULT;
    AttributionLedgerMock public immutable LEDGER;
    Parameters public immutable PARAMETERS;

    uint256 private _now = 1_800_000_000;

    constructor() {
        TOKEN = new OpenToken(address(this));
        PARAMETERS = new Parameters(address(this), new Parameter[](0), new uint256[](0));
        Staking staking = new Staking(TOKEN, PARAMETERS);
        ModelRegistryMock models = new ModelRegistryMock();
        LEDGER = new AttributionLedgerMock();
        VAULT = new InferenceVault(TOKEN, PARAMETERS, IModelRegistry(address(models)), staking, TREASURY);
        VAULT.wire(IAttributionLedger(address(LEDGER)));
        for (uint256 i = 0; i < MODELS; ++i) models.set(i, true, MODEL_OWNER);
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
        uint256 balance = TOKEN.balanceOf(payer(from));
        if (balance == 0) return;
        vm.prank(payer(from));
        VAULT.pay(modelId % MODELS, payee(to), _amount(amount, balance), bytes32(uint256(amount)));
    }

    function settle(uint256 from, uint256 to, uint256 modelId, uint128 amount) external {
        modelId %= MODELS;
        uint128 reserve = VAULT.reserveOf(payer(from), payee(to)).amount;
        if (reserve == 0) return;
        Voucher memory voucher = Voucher({
            payer: payer(from),
            payee: payee(to),
            modelId: modelId,
            cumulativeFee: VAULT.channelOf(payer(from), payee(to), modelId).cumulative + _amount(amount, reserve),
            head: bytes32(uint256(amount))
        });
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(1 + (from % PAYERS), VAULT.voucherDigest(voucher));
        vm.prank(payee(to));
        VAULT.settle(voucher, abi.encodePacked(r, s, v));
    }

    function close(uint256 modelId) external {
        modelId %= MODELS;
        for (uint64 bucket = 0; bucket < VAULT.bucketCount(modelId); ++bucket) {
            IInferenceVault.Bucket memory next = VAULT.bucketOf(modelId, bucket);
            if (next.closed) continue;
            if (next.closesAt <= _now) VAULT.close(modelId, bucket); // must never revert
            return;
        }
    }

    function collect(bool treasury) external {
        address account = treasury ? TREASURY : MODEL_OWNER;
        if (VAULT.owedTo(account) != 0) VAULT.collect(account);
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
