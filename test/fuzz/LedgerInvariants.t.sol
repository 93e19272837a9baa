// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {AttributionLedger} from "../../contracts/attribution/AttributionLedger.sol";
import {Parameters} from "../../contracts/governance/Parameters.sol";
import {IAttributionLedger} from "../../contracts/interfaces/IAttributionLedger.sol";
import {IContributionRegistry} from "../../contracts/interfaces/IContributionRegistry.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";
import {IStaking} from "../../contracts/interfaces/IStaking.sol";
import {OpenToken} from "../../contracts/token/OpenToken.sol";
import {Parameter} from "../../contracts/types/Parameter.sol";
import {LedgerHandler} from "./handlers/LedgerHandler.sol";

/// @notice The laws of docs/invariants.md, section AttributionLedger.
contract LedgerInvariantsTest {
    LedgerHandler private _handler;

    function setUp() external {
        _handler = new LedgerHandler();
        OpenToken token = new OpenToken(address(_handler));
        (Parameter[] memory keys, uint256[] memory values) = (new Parameter[](3), new uint256[](3));
        (keys[0], values[0]) = (Parameter.QuorumSigners, 1);
        (keys[1], values[1]) = (Parameter.SilenceSeconds, 1 days);
        (keys[2], values[2]) = (Parameter.LonePosterBond, 100e18);
        Parameters parameters = new Parameters(address(_handler), address(_handler), address(_handler), keys, values);
        address[] memory judges = new address[](1);
        judges[0] = address(_handler);
        AttributionLedger ledger = new AttributionLedger(
            token,
            parameters,
            IStaking(address(_handler)),
            IModelRegistry(address(_handler)),
            IContributionRegistry(address(_handler)),
            address(_handler),
            judges
        );
        _handler.begin(token, parameters, ledger);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev One campaign for all laws: what costs is the calls, not the looking. Short: EconomyInvariants is the long one.
    /// hardhat-config: default.invariant.runs = 32
    /// hardhat-config: default.invariant.depth = 100
    function invariant_everyLawHolds() external view {
        _L1_holdsWhatIsAvailableAndTheBonds();
        _L2_aModelNeverPaysMoreThanItReceived();
        _L3_aClaimNeverShrinks();
        _L4_finalBatchesStandInOrder();
        _L5_aFallenModelKeepsItsFinalBatchesAndGetsNoMore();
        _L6_whatIsFinalStaysSo();
        _L7_everyBatchEndsWaiting();
        _L8_aLoneBatchIsBackedUntilItIsFinal();
    }

    function _L1_holdsWhatIsAvailableAndTheBonds() private view {
        uint256 held;
        uint256 claimed;
        uint256 refunded;
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            held += _handler.ledger().accountOf(modelId).available + _handler.bondsOf(modelId);
            claimed += _handler.ledger().claimedOf(modelId, modelId);
            refunded += _handler.refunded(modelId);
        }
        require(_handler.token().balanceOf(address(_handler.ledger())) == held, "L1: does not hold it");
        require(_handler.token().balanceOf(_handler.OWNER()) == claimed, "L1: paid other than claimed");
        require(_handler.token().balanceOf(_handler.PAYER()) == refunded, "L1: gave back other than was asked");
    }

    function _L2_aModelNeverPaysMoreThanItReceived() private view {
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            IAttributionLedger.Account memory account = _handler.ledger().accountOf(modelId);
            uint256 claimed = _handler.ledger().claimedOf(modelId, modelId);
            uint256 spent = claimed + _handler.refunded(modelId);
            require(account.received == spent + account.available, "L2: received is not spent and available");
        }
    }

    function _L3_aClaimNeverShrinks() private view {
        require(!_handler.hasShrunk(), "L3: a claimed amount fell");
    }

    function _L4_finalBatchesStandInOrder() private view {
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            IAttributionLedger.Account memory account = _handler.ledger().accountOf(modelId);
            require(account.nextBucket <= account.closedBuckets, "L4: answers an open bucket");
            uint40 previous;
            for (uint64 bucket = 0; bucket < account.nextBucket; ++bucket) {
                uint40 finalAt = _handler.ledger().batchOf(modelId, bucket).finalAt;
                require(finalAt >= previous, "L4: final before its parent");
                previous = finalAt;
            }
        }
    }

    function _L5_aFallenModelKeepsItsFinalBatchesAndGetsNoMore() private view {
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            if (!_handler.isFallen(modelId)) continue;
            uint64 next = _handler.ledger().accountOf(modelId).nextBucket;
            require(next == _handler.answered(modelId), "L5: answers more or less than when it fell");
            require(next == 0 || _handler.ledger().isFinal(modelId, next - 1), "L5: kept what was not final");
        }
    }

    function _L6_whatIsFinalStaysSo() private view {
        require(!_handler.hasUnfinal(), "L6: a final batch fell, or was not final");
    }

    function _L7_everyBatchEndsWaiting() private view {
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            uint32 next = _handler.ledger().accountOf(modelId).nextBucket;
            for (uint64 bucket = 0; bucket < next; ++bucket) {
                uint40 finalAt = _handler.ledger().batchOf(modelId, bucket).finalAt;
                require(finalAt <= _handler.latestOf(modelId, bucket), "L7: held beyond the longest");
            }
        }
    }

    function _L8_aLoneBatchIsBackedUntilItIsFinal() private view {
        for (uint256 modelId = 0; modelId < _handler.MODELS(); ++modelId) {
            uint32 next = _handler.ledger().accountOf(modelId).nextBucket;
            for (uint64 bucket = 0; bucket < next; ++bucket) {
                require(!_handler.isBare(modelId, bucket), "L8: a lone batch without its bond");
            }
        }
    }
}
