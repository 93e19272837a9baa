// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceVault} from "../../../contracts/interfaces/IInferenceVault.sol";
import {EconomyCampaign} from "../handlers/economy/EconomyCampaign.sol";

/// @notice docs/invariants.md, section InferenceVault.
abstract contract VaultLaws is EconomyCampaign {
    function _V1_V3_holdsWhatItOwes() internal view {
        uint256 due = _all.vault.owedTo(_cast.TREASURY());
        for (uint256 i = 0; i < _ACTORS; ++i) {
            address account = _cast.actor(i);
            due += _all.vault.owedTo(account);
            for (uint256 j = 0; j < _payments.PAYEES(); ++j) {
                IInferenceVault.Reserve memory reserve = _all.vault.reserveOf(account, _payments.payee(j));
                require(reserve.withdrawing <= reserve.amount, "V3: a withdrawal exceeds its reserve");
                due += reserve.amount;
            }
        }
        uint256 models = _registry.count();
        for (uint256 modelId = 1; modelId <= models; ++modelId) {
            due += _all.vault.royaltyOf(modelId);
            uint64 opened = _all.vault.bucketCount(modelId);
            for (uint64 bucket = _buckets.closed(modelId); bucket < opened; ++bucket) {
                due += _all.vault.bucketOf(modelId, bucket).total;
            }
        }
        uint256 held = _all.token.balanceOf(address(_all.vault));
        require(held == due, "V1: holds another sum than it owes");
    }

    function _V2_theLedgerGotTheContributorsParts() internal view {
        uint256 models = _registry.count();
        for (uint256 modelId = 1; modelId <= models; ++modelId) {
            uint256 received = _all.ledger.accountOf(modelId).received;
            require(received == _buckets.closedParts(modelId), "V2: the ledger received another sum");
        }
    }

    /// @dev From a bucket on: what is closed does not change.
    function _V5_everyBucketIsWhatWasPaid(bool alsoClosed) internal view {
        uint256 models = _registry.count();
        for (uint256 modelId = 1; modelId <= models; ++modelId) {
            bool isFallen = _registry.isFallen(modelId);
            uint64 opened = _all.vault.bucketCount(modelId);
            for (uint64 bucket = alsoClosed ? 0 : _buckets.closed(modelId); bucket < opened; ++bucket) {
                IInferenceVault.Bucket memory each = _all.vault.bucketOf(modelId, bucket);
                uint256 refunded = _payments.refundedByVault(modelId, bucket);
                require(each.total + refunded == _payments.paid(modelId, bucket), "V5: a bucket holds another sum");
                require(refunded == 0 || (isFallen && !each.closed), "V5: given back too much");
            }
        }
    }
}
