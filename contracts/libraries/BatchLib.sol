// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Batch} from "../types/Batch.sol";

/// @title The hash of what attestors sign, and the id of what is posted.
library BatchLib {
    bytes32 internal constant TYPEHASH = keccak256(
        "Batch(uint256 modelId,uint64 bucket,bytes32 parent,bytes32 rowRoot,uint32 rowCount,bytes32 earningsRoot,bytes32 dataHash)"
    );

    /// @return the EIP-712 struct hash.
    function hash(Batch calldata batch) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, batch));
    }

    /// @notice The id of a posted batch. Whoever knows these three words proves an earning without showing the batch.
    /// @param signersHash of {hashSigners}.
    function id(bytes32 digest, bytes32 signersHash, bytes32 earningsRoot) internal pure returns (bytes32) {
        return keccak256(abi.encode(digest, signersHash, earningsRoot));
    }

    function hashSigners(address[] calldata signers) internal pure returns (bytes32) {
        return keccak256(abi.encode(signers));
    }
}
