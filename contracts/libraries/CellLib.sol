// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Cell} from "../types/Cell.sol";

/// @title The leaf of a model's response tree.
library CellLib {
    bytes32 internal constant TYPEHASH = keccak256("Cell(uint32 contribution,uint64 weight,bytes32 vectorRoot)");

    /// @return the EIP-712 struct hash.
    function hash(Cell calldata cell) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, cell));
    }
}
