// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceVault} from "../../contracts/interfaces/IInferenceVault.sol";
import {VaultHandler} from "./handlers/VaultHandler.sol";

/// @notice The laws of docs/invariants.md, section InferenceVault.
contract VaultInvariantsTest {
    VaultHandler private _handler;

    function setUp() external {
        _handler = new VaultHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev One campaign for all laws: what costs is the calls, not the looking. Short: EconomyInvariants is the long one.
    /// hardhat-config: default.invariant.runs = 32
    /// hardhat-config: default.invariant.depth = 100
    function invariant_everyLawHolds() external view {
        _V1_holdsExactlyReservesBucketsNotClosedRoyaltiesAndOwed();
        _V2_theLedgerGotTheContributorsPartOfEveryClosedBucket();
        _V3_aWithdrawalNeverExceedsItsReserve();
        _V5_whatIsNotHeldOfABucketWasGivenBack();
    }

    function _V1_holdsExactlyReservesBucketsNotClosedRoyaltiesAndOwed() private view {
        uint256 due = _handler.VAULT().owedTo(_handler.TREASURY()) + _handler.VAULT().owedTo(_handler.MODEL_OWNER());
        for (uint256 i = 0; i < _handler.PAYERS(); ++i) {
            for (uint256 j = 0; j < _handler.PAYEES(); ++j) {
                due += _handler.VAULT().reserveOf(_handler.payer(i), _handler.payee(j)).amount;
            }
        }
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            due += _unclosed(modelId) + _handler.VAULT().royaltyOf(modelId);
        }
        require(_handler.TOKEN().balanceOf(address(_handler.VAULT())) == due, "V1: holds another sum than it owes");
    }

    function _V2_theLedgerGotTheContributorsPartOfEveryClosedBucket() private view {
        uint256 sum;
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            uint256 received = _closedParts(modelId);
            require(_handler.LEDGER().received(modelId) == received, "V2: the ledger was told another sum");
            sum += received - _handler.LEDGER().refunded(modelId);
        }
        require(_handler.TOKEN().balanceOf(address(_handler.LEDGER())) == sum, "V2: the ledger holds another sum");
    }

    function _V3_aWithdrawalNeverExceedsItsReserve() private view {
        for (uint256 i = 0; i < _handler.PAYERS(); ++i) {
            for (uint256 j = 0; j < _handler.PAYEES(); ++j) {
                IInferenceVault.Reserve memory reserve = _handler.VAULT().reserveOf(
                    _handler.payer(i),
                    _handler.payee(j)
                );
                require(reserve.withdrawing <= reserve.amount, "V3: a withdrawal exceeds its reserve");
            }
        }
    }

    function _V5_whatIsNotHeldOfABucketWasGivenBack() private view {
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            for (uint64 bucket = 0; bucket < _handler.VAULT().bucketCount(modelId); ++bucket) {
                IInferenceVault.Bucket memory each = _handler.VAULT().bucketOf(modelId, bucket);
                uint256 refunded = _handler.refunded(modelId, bucket);
                require(each.total + refunded == _handler.paid(modelId, bucket), "V5: a bucket holds another sum");
                require(refunded == 0 || (_handler.isFallen(modelId) && !each.closed), "V5: given back too much");
            }
        }
    }

    function _unclosed(uint256 modelId) private view returns (uint256 sum) {
        for (uint64 bucket = 0; bucket < _handler.VAULT().bucketCount(modelId); ++bucket) {
            IInferenceVault.Bucket memory each = _handler.VAULT().bucketOf(modelId, bucket);
            if (!each.closed) sum += each.total;
        }
    }

    function _closedParts(uint256 modelId) private view returns (uint256 sum) {
        for (uint64 bucket = 0; bucket < _handler.VAULT().bucketCount(modelId); ++bucket) {
            IInferenceVault.Bucket memory each = _handler.VAULT().bucketOf(modelId, bucket);
            if (each.closed) sum += each.contributorsPart;
        }
    }
}
