// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Chunk} from "../types/Chunk.sol";

/// @title The leaf of a contribution's tree.
library ChunkLib {
    bytes32 internal constant TYPEHASH = keccak256("Chunk(bytes32 contentHash,uint32 length)");

    function hash(Chunk memory chunk) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, chunk.contentHash, chunk.length));
    }
}
