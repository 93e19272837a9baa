// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAttributionLedger} from "../../contracts/interfaces/IAttributionLedger.sol";
import {LedgerHandler} from "./handlers/LedgerHandler.sol";

/// @notice The laws of docs/invariants.md, section AttributionLedger.
contract LedgerInvariantsTest {
    LedgerHandler private _handler;

    function setUp() external {
        _handler = new LedgerHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// L1, and L2 over both models
    function invariant_L1_holdsWhatIsAvailable() external view {
        uint256 available;
        uint256 claimed;
        uint256 refunded;
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            available += _handler.LEDGER().accountOf(modelId).available;
            claimed += _handler.LEDGER().claimedOf(modelId, modelId);
            refunded += _handler.refunded(modelId);
        }
        require(_handler.TOKEN().balanceOf(address(_handler.LEDGER())) == available, "L1: does not hold it");
        require(_handler.TOKEN().balanceOf(_handler.OWNER()) == claimed, "L1: paid other than claimed");
        require(_handler.TOKEN().balanceOf(_handler.PAYER()) == refunded, "L1: gave back other than was asked");
    }

    /// L2
    function invariant_L2_aModelNeverPaysMoreThanItReceived() external view {
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            IAttributionLedger.Account memory account = _handler.LEDGER().accountOf(modelId);
            uint256 claimed = _handler.LEDGER().claimedOf(modelId, modelId);
            uint256 spent = claimed + _handler.refunded(modelId);
            require(account.received == spent + account.available, "L2: received is not spent and available");
        }
    }

    /// L3
    function invariant_L3_aClaimNeverShrinks() external view {
        require(!_handler.hasShrunk(), "L3: a claimed amount fell");
    }

    /// L4
    function invariant_L4_finalBatchesStandInOrder() external view {
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            IAttributionLedger.Account memory account = _handler.LEDGER().accountOf(modelId);
            require(account.nextBucket <= account.closedBuckets, "L4: answers an open bucket");
            uint40 previous;
            for (uint64 bucket = 0; bucket < account.nextBucket; ++bucket) {
                uint40 finalAt = _handler.LEDGER().batchOf(modelId, bucket).finalAt;
                require(finalAt >= previous, "L4: final before its parent");
                previous = finalAt;
            }
        }
    }

    /// L5
    function invariant_L5_aFallenModelKeepsItsFinalBatchesAndGetsNoMore() external view {
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            if (!_handler.isFallen(modelId)) continue;
            uint64 next = _handler.LEDGER().accountOf(modelId).nextBucket;
            require(next == _handler.answered(modelId), "L5: answers more or less than when it fell");
            require(next == 0 || _handler.LEDGER().isFinal(modelId, next - 1), "L5: kept what was not final");
        }
    }
}
