// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAttributionLedger} from "../../../contracts/interfaces/IAttributionLedger.sol";
import {EconomyCampaign} from "../handlers/economy/EconomyCampaign.sol";

/// @notice docs/invariants.md, section AttributionLedger.
abstract contract LedgerLaws is EconomyCampaign {
    uint40 private constant _LONGEST_HOLD = 15 days;

    function _L1_L2_L3_money() internal view {
        uint256 due = _batches.bonds();
        uint256 models = _registry.count();
        for (uint256 modelId = 1; modelId <= models; ++modelId) {
            IAttributionLedger.Account memory account = _all.ledger.accountOf(modelId);
            due += account.available;
            uint256 spent = _payments.refundedByLedger(modelId);
            for (uint32 i = 0; i < 2; ++i) {
                uint256 contributionId = _registry.contributionOf(modelId, i);
                uint256 claimed = _all.ledger.claimedOf(modelId, contributionId);
                spent += claimed;
                require(claimed == _claims.paidOut(modelId, contributionId), "L3: paid other than claimed");
            }
            require(account.received == spent + account.available, "L2: received is not spent and available");
        }
        uint256 held = _all.token.balanceOf(address(_all.ledger));
        require(held == due, "L1: does not hold what is available and the bonds");
    }

    function _L4_to_L8_batches() internal view {
        uint256 models = _registry.count();
        for (uint256 modelId = 1; modelId <= models; ++modelId) {
            IAttributionLedger.Account memory account = _all.ledger.accountOf(modelId);
            uint256 known = _batches.finalCount(modelId);
            require(account.nextBucket <= account.closedBuckets, "L4: answers an open bucket");
            require(known <= account.nextBucket, "L6: a final batch fell");
            if (_registry.isFallen(modelId)) {
                require(account.nextBucket == known, "L5: answers more or less than when it fell");
            }
            _requireKnownFinal(modelId, known);
            _requireInOrder(modelId, known, account.nextBucket);
        }
    }

    /// @dev Ids are linked by their parents: the last one stands for all before it.
    function _requireKnownFinal(uint256 modelId, uint256 known) private view {
        if (known == 0) return;
        IAttributionLedger.BatchRecord memory last = _all.ledger.batchOf(modelId, uint64(known - 1));
        require(last.id == _batches.finalId(modelId, known - 1), "L6: a final batch is another");
        require(block.timestamp >= last.finalAt, "L6: a final batch is not final");
    }

    function _requireInOrder(uint256 modelId, uint256 from, uint256 to) private view {
        uint40 previous = from == 0 ? 0 : _all.ledger.batchOf(modelId, uint64(from - 1)).finalAt;
        for (uint256 bucket = from; bucket < to; ++bucket) {
            uint40 finalAt = _all.ledger.batchOf(modelId, uint64(bucket)).finalAt;
            require(finalAt >= previous, "L4: final before its parent");
            uint40 latest = _batches.windowEndsOf(modelId, bucket) + _LONGEST_HOLD;
            require(finalAt <= latest, "L7: held beyond the longest");
            require(!_batches.isBare(modelId, bucket), "L8: a lone batch without its bond");
            previous = finalAt;
        }
    }
}
