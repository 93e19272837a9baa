// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Entry} from "../types/Entry.sol";

/// @title The entries of rows and default lists.
library EntryLib {
    bytes32 internal constant TYPEHASH = keccak256("Entry(uint32 cell,uint128 share)");

    function hash(Entry memory entry) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, entry.cell, entry.share));
    }

    /// @notice EIP-712's encoding of `Entry[]`: the hash of the entries' hashes, one after the other.
    function listHash(Entry[] calldata entries) internal pure returns (bytes32 result) {
        bytes32[] memory hashes = new bytes32[](entries.length);
        for (uint256 i = 0; i < entries.length; ++i) hashes[i] = hash(entries[i]);

        // Equal to keccak256(abi.encodePacked(hashes)), without the copy.
        assembly ("memory-safe") {
            result := keccak256(add(hashes, 0x20), shl(5, mload(hashes)))
        }
    }
}
