// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title The hash of an owner's permission to pay its claims to somebody.
library ClaimAuthorizationLib {
    bytes32 internal constant TYPEHASH = keccak256(
        "ClaimAuthorization(address owner,address recipient,uint256 nonce,uint256 deadline)"
    );

    /// @param deadline Unix seconds, inclusive.
    /// @return the EIP-712 struct hash.
    function hash(address owner, address recipient, uint256 nonce, uint256 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, owner, recipient, nonce, deadline));
    }
}
