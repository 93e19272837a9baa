// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Entry} from "../types/Entry.sol";

/// @title The entries of rows and default lists.
library EntryLib {
    bytes32 internal constant TYPEHASH = keccak256("Entry(uint32 cell,uint128 share)");

    function hash(Entry memory entry) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, entry.cell, entry.share));
    }

    /// @notice EIP-712's encoding of `Entry[]`: the hash of the entries' {hash}es, one after the other.
    /// @dev A fifth of the plain loop's gas. Copies the words as they came: where one is wider than its type the hash is of no list, and
    /// reading the field reverts.
    function listHash(Entry[] calldata entries) internal pure returns (bytes32 result) {
        bytes32 typehash = TYPEHASH;
        assembly ("memory-safe") {
            let entry := mload(0x40) // typehash, cell, share
            let hashes := add(entry, 0x60)
            mstore(entry, typehash)
            let size := shl(5, entries.length)
            for {
                let at := 0
            } lt(at, size) {
                at := add(at, 0x20)
            } {
                calldatacopy(add(entry, 0x20), add(entries.offset, shl(1, at)), 0x40)
                mstore(add(hashes, at), keccak256(entry, 0x60))
            }
            result := keccak256(hashes, size)
        }
    }
}
