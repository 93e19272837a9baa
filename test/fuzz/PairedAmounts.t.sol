// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PairedAmountsHarness} from "../../contracts/mocks/PairedAmountsHarness.sol";

/// @notice PairedAmounts against a plain mapping.
contract PairedAmountsTest {
    PairedAmountsHarness private immutable _PAIRED = new PairedAmountsHarness();
    mapping(uint256 id => uint128) private _plain;

    /// @dev Eight ids, so that neighbours and repetitions occur.
    function testFuzz_everyWriteReachesItsOwnIdOnly(
        uint128[12] calldata amounts,
        uint256 places,
        uint248 base
    ) external {
        for (uint256 i = 0; i < amounts.length; ++i) {
            uint256 id = uint256(base) + ((places >> (i * 8)) % 8);
            _PAIRED.set(id, amounts[i]);
            _plain[id] = amounts[i];
            for (uint256 j = 0; j < 8; ++j) require(_PAIRED.get(base + j) == _plain[base + j], "amounts differ");
        }
    }
}
