// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {DataHandler} from "./handlers/DataHandler.sol";

/// @notice The laws of docs/invariants.md, section DataAvailability.
contract DataInvariantsTest {
    DataHandler private _handler;

    function setUp() external {
        _handler = new DataHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev One campaign for all laws: what costs is the calls, not the looking. Short: EconomyInvariants is the long one.
    /// hardhat-config: default.invariant.runs = 32
    /// hardhat-config: default.invariant.depth = 100
    function invariant_everyLawHolds() external view {
        _D1_holdsTheFeesOfOpenRequests();
        _D2_aFeeGoesToTheAnswererOrBack();
        _D3_slashesRepeatersAlone();
    }

    function _D1_holdsTheFeesOfOpenRequests() private view {
        uint256 held = _handler.TOKEN().balanceOf(address(_handler.AVAILABILITY()));
        require(held == _handler.openFees(), "D1: does not hold the open fees");
    }

    function _D2_aFeeGoesToTheAnswererOrBack() private view {
        require(_handler.spent() == _handler.openFees() + _handler.earned(), "D2: a fee went elsewhere");
        require(_handler.earned() <= _handler.paidIn(), "D2: paid out what was not paid in");
    }

    function _D3_slashesRepeatersAlone() private view {
        require(!_handler.hasSlashedWrongly(), "D3: slashed another, or spared a repeater");
    }
}
