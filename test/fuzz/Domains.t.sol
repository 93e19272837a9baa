// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {AttributionLedger} from "../../contracts/attribution/AttributionLedger.sol";
import {InferenceVault} from "../../contracts/inference/InferenceVault.sol";
import {IAttributionLedger} from "../../contracts/interfaces/IAttributionLedger.sol";
import {IContributionRegistry} from "../../contracts/interfaces/IContributionRegistry.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";
import {IParameters} from "../../contracts/interfaces/IParameters.sol";
import {IStaking} from "../../contracts/interfaces/IStaking.sol";
import {BatchLib} from "../../contracts/libraries/BatchLib.sol";
import {VoucherLib} from "../../contracts/libraries/VoucherLib.sol";
import {OpenToken} from "../../contracts/token/OpenToken.sol";
import {Batch} from "../../contracts/types/Batch.sol";
import {Voucher} from "../../contracts/types/Voucher.sol";
import {vm} from "./handlers/Vm.sol";

/// @notice Forked chain: what was signed before it split is good on one side only, so each domain follows the chain's id.
contract DomainsTest {
    OpenToken private immutable _TOKEN = new OpenToken(address(this));
    InferenceVault private immutable _VAULT;
    AttributionLedger private immutable _LEDGER;

    constructor() {
        (IParameters parameters, IModelRegistry models) = (IParameters(address(1)), IModelRegistry(address(2)));
        (IStaking staking, IContributionRegistry data) = (IStaking(address(3)), IContributionRegistry(address(4)));
        _VAULT = new InferenceVault(_TOKEN, parameters, models, staking, address(this));
        _LEDGER = new AttributionLedger(_TOKEN, parameters, staking, models, data, address(_VAULT), new address[](0));
    }

    function testFuzz_theTokensDomainFollowsTheChain(uint64 chainId) external {
        vm.chainId(chainId);
        require(_TOKEN.DOMAIN_SEPARATOR() == _domain("OpenLedger", address(_TOKEN), chainId), "another domain");
    }

    function testFuzz_aVouchersDigestFollowsTheChain(uint64 chainId, Voucher calldata voucher) external {
        vm.chainId(chainId);
        bytes32 domain = _domain("OpenLedger InferenceVault", address(_VAULT), chainId);
        require(_VAULT.voucherDigest(voucher) == _digest(domain, VoucherLib.hash(voucher)), "another digest");
    }

    function testFuzz_aBatchsDigestFollowsTheChain(uint64 chainId, Batch calldata batch) external {
        vm.chainId(chainId);
        bytes32 domain = _domain("OpenLedger AttributionLedger", address(_LEDGER), chainId);
        require(_LEDGER.batchDigest(batch) == _digest(domain, BatchLib.hash(batch)), "another digest");
    }

    function _digest(bytes32 domain, bytes32 structHash) private pure returns (bytes32) {
        return keccak256(bytes.concat(hex"1901", domain, structHash));
    }

    function _domain(string memory name, address account, uint256 chainId) private pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
        );
        return keccak256(abi.encode(typehash, keccak256(bytes(name)), keccak256("1"), chainId, account));
    }
}
