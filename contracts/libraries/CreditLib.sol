// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Credit} from "../types/Credit.sol";

/// @title The leaf of a statement.
library CreditLib {
    bytes32 internal constant TYPEHASH = keccak256("Credit(uint32 row,uint8 entry,uint128 amount)");

    /// @return the EIP-712 struct hash.
    function hash(Credit calldata credit) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, credit));
    }

    /// @notice Where the credit stands in its statement: by row, then entry, ascending.
    function place(Credit calldata credit) internal pure returns (uint256) {
        return placeOf(credit.row, credit.entry);
    }

    function placeOf(uint32 row, uint8 entry) internal pure returns (uint256) {
        return (uint256(row) << 8) | entry;
    }
}
