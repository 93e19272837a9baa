// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {vm} from "../Vm.sol";
import {BatchActions} from "./BatchActions.sol";
import {Cast} from "./Cast.sol";
import {Contracts} from "./Contracts.sol";
import {EconomyHandler} from "./EconomyHandler.sol";

/// @notice Lets time pass: hours, often; days, now and then; a month, so that what was unbonding leaves.
contract TimeActions is EconomyHandler {
    BatchActions private immutable _BATCHES;

    uint256 public supply; // of OPEN when time last passed, token base units

    constructor(Contracts memory all, Cast cast, BatchActions batches) EconomyHandler(all, cast) {
        _BATCHES = batches;
        supply = _TOKEN.totalSupply();
    }

    function waitHours(uint256 duration) external {
        _wait(duration % 4 hours);
    }

    function waitDays(uint256 duration) external {
        _wait(duration % 16 == 0 ? 31 days : duration % 2 days);
    }

    function _wait(uint256 duration) private {
        vm.warp(block.timestamp + duration);
        _BATCHES.note();
        supply = _TOKEN.totalSupply();
        ++done["wait"];
    }
}
