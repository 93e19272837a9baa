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
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            available += _handler.LEDGER().accountOf(modelId).available;
            claimed += _handler.LEDGER().claimedOf(modelId, modelId);
        }
        require(_handler.TOKEN().balanceOf(address(_handler.LEDGER())) == available, "L1: does not hold it");
        require(_handler.TOKEN().balanceOf(_handler.OWNER()) == claimed, "L1: paid other than claimed");
    }

    /// L2
    function invariant_L2_aModelNeverPaysMoreThanItReceived() external view {
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            IAttributionLedger.Account memory account = _handler.LEDGER().accountOf(modelId);
            uint256 claimed = _handler.LEDGER().claimedOf(modelId, modelId);
            require(account.received == claimed + account.available, "L2: received is not claimed and available");
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
}
