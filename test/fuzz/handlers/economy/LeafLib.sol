// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ChunkLib} from "../../../../contracts/libraries/ChunkLib.sol";
import {EarningLib} from "../../../../contracts/libraries/EarningLib.sol";
import {RowLib} from "../../../../contracts/libraries/RowLib.sol";
import {Chunk} from "../../../../contracts/types/Chunk.sol";
import {Earning} from "../../../../contracts/types/Earning.sol";
import {EarningProof, RowProof} from "../../../../contracts/types/Evidence.sol";
import {Standing} from "./Standing.sol";

/// @title The leaves of the campaign's batches: two earnings, one row without entries, one piece.
library LeafLib {
    bytes internal constant PIECE = "the whole bundle";

    function hash(Earning memory earning) internal pure returns (bytes32) {
        return keccak256(abi.encode(EarningLib.TYPEHASH, earning));
    }

    function earningsRoot(Earning memory first, Earning memory second) internal pure returns (bytes32) {
        return keccak256(abi.encode(hash(first), hash(second)));
    }

    /// @return proven the first (0) or second (1) earning of the batch.
    function earningOf(Standing memory standing, uint32 index) internal pure returns (EarningProof memory proven) {
        proven.earning = index == 0 ? standing.first : standing.second;
        proven.index = index;
        proven.proof = new bytes32[](1);
        proven.proof[0] = hash(index == 0 ? standing.second : standing.first);
    }

    function row(uint256 nonce) internal pure returns (RowProof memory proven) {
        proven.row.requestHash = bytes32(nonce);
    }

    function rowRoot(uint256 nonce) internal pure returns (bytes32) {
        // sequence, head, cumulativeFee, requestHash, responseHash, queryRoot, entries
        return keccak256(abi.encode(RowLib.TYPEHASH, 0, 0, 0, nonce, 0, 0, keccak256("")));
    }

    function piece() internal pure returns (Chunk memory) {
        return Chunk({contentHash: keccak256(PIECE), length: uint32(PIECE.length)});
    }

    function bundleRoot() internal pure returns (bytes32) {
        return ChunkLib.hash(piece());
    }
}
