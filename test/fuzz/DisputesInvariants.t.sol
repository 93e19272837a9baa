// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Dispute} from "../../contracts/types/Dispute.sol";
import {Verdict} from "../../contracts/types/Verdict.sol";
import {DisputesHandler} from "./handlers/DisputesHandler.sol";

/// @notice The laws of docs/invariants.md, section Disputes.
contract DisputesInvariantsTest {
    DisputesHandler private _handler;

    function setUp() external {
        _handler = new DisputesHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev One campaign for all laws: what costs is the calls, not the looking. Short: EconomyInvariants is the long one.
    /// hardhat-config: default.invariant.runs = 32
    /// hardhat-config: default.invariant.depth = 100
    function invariant_everyLawHolds() external view {
        _R1_holdsExactlyOpenBondsAndOwed();
        _R2_aDecidedSubjectStaysDecidedAndAnUndecidedOneIsFree();
        _R3_onlyASettledRefutationIsCarriedOut();
    }

    function _R1_holdsExactlyOpenBondsAndOwed() private view {
        uint256 due;
        for (uint256 id = 1; id <= _handler.count(); ++id) due += _handler.DISPUTES().bondsOf(id);
        for (uint256 i = 0; i < _handler.ACTORS(); ++i) due += _handler.DISPUTES().owedTo(_handler.actor(i));
        require(_handler.TOKEN().balanceOf(address(_handler.DISPUTES())) == due, "R1: holds another sum than it owes");
    }

    function _R2_aDecidedSubjectStaysDecidedAndAnUndecidedOneIsFree() private view {
        for (uint256 id = 1; id <= _handler.count(); ++id) {
            Dispute memory dispute = _handler.DISPUTES().disputeOf(id);
            bool isFree = dispute.settled && _handler.DISPUTES().outcomeOf(id) == Verdict.Undecided;
            require(
                _handler.DISPUTES().disputeOn(dispute.subject) == (isFree ? 0 : id),
                "R2: another dispute's subject"
            );
        }
    }

    function _R3_onlyASettledRefutationIsCarriedOut() private view {
        for (uint256 id = 1; id <= _handler.count(); ++id) {
            bool isRefuted =
                _handler.DISPUTES().disputeOf(id).settled && _handler.DISPUTES().outcomeOf(id) == Verdict.Refuted;
            require(_handler.carriedOut(id) == isRefuted, "R3: carried out something else");
        }
    }
}
