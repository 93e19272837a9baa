// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PairedAmounts} from "../libraries/PairedAmounts.sol";

/// @notice Shows PairedAmounts to the tests.
contract PairedAmountsHarness {
    using PairedAmounts for PairedAmounts.Map;

    PairedAmounts.Map private _amounts;

    function get(uint256 id) external view returns (uint128) {
        return _amounts.load(id).amount;
    }

    function set(uint256 id, uint128 amount) external {
        _amounts.store(id, _amounts.load(id), amount);
    }
}
