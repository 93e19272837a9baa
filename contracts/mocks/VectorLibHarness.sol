// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VectorLib} from "../libraries/VectorLib.sol";

/// @notice Shows VectorLib to the tests, beside the plain loop it is compared with.
contract VectorLibHarness {
    function rootOf(bytes calldata lanes) external pure returns (bytes32) {
        return VectorLib.rootOf(lanes);
    }

    function rootOfZeros(uint32 lanes) external pure returns (bytes32) {
        return VectorLib.rootOfZeros(lanes);
    }

    function dot(bytes calldata a, bytes calldata b) external pure returns (int256) {
        return VectorLib.dot(a, b);
    }

    /// @return gas_ of {dot} alone.
    function gasOfDot(bytes calldata a, bytes calldata b) external view returns (uint256 gas_) {
        gas_ = gasleft();
        VectorLib.dot(a, b);
        gas_ -= gasleft();
    }

    /// @notice The definition.
    function plainDot(bytes calldata a, bytes calldata b) external pure returns (int256 sum) {
        for (uint256 i = 0; i < a.length; ++i) sum += int256(int8(uint8(a[i]))) * int8(uint8(b[i]));
    }
}
