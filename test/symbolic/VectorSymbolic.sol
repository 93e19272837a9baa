// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {VectorLib} from "../../contracts/libraries/VectorLib.sol";

/// @notice VectorLib's dot product of any lane with the extreme ones, at every place, by Halmos: `npm run symbolic`. (Two unknown lanes are a
/// product of 256 bits, which is beyond the solver: `test/fuzz/VectorLib.t.sol`.)
contract VectorSymbolic {
    function check_aLaneMeetsItsOwn(int8 lane, uint8 place) external view {
        int8[4] memory others = [int8(-128), -1, 1, 127];
        for (uint256 i = 0; i < 32; ++i) {
            if (place != i) continue;
            for (uint256 k = 0; k < others.length; ++k) {
                assert(this.dot(_at(lane, i), _at(others[k], i)) == int256(lane) * others[k]);
            }
        }
    }

    function dot(bytes calldata a, bytes calldata b) external pure returns (int256) {
        return VectorLib.dot(a, b);
    }

    /// @dev A word of lanes, 0 but for one.
    function _at(int8 lane, uint256 place) private pure returns (bytes memory) {
        return abi.encodePacked(bytes32(uint256(uint8(lane)) << (8 * (31 - place))));
    }
}
