// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BareRow} from "../types/Evidence.sol";
import {Row} from "../types/Row.sol";
import {EntryLib} from "./EntryLib.sol";

/// @title The leaf of a batch's row tree.
library RowLib {
    bytes32 internal constant TYPEHASH = keccak256(
        "Row(uint64 sequence,bytes32 head,uint128 cumulativeFee,bytes32 requestHash,bytes32 responseHash,bytes32 queryRoot,Entry[] entries)Entry(uint32 cell,uint128 share)"
    );

    /// @return the EIP-712 struct hash.
    function hash(Row calldata row) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    TYPEHASH,
                    row.sequence,
                    row.head,
                    row.cumulativeFee,
                    row.requestHash,
                    row.responseHash,
                    row.queryRoot,
                    EntryLib.listHash(row.entries)
                )
            );
    }

    /// @return the same hash, of the same row.
    function hashBare(BareRow calldata row) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, row));
    }
}
