// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ERC-3009 with the signature as bytes, so that contract wallets (ERC-1271) can authorize too.
/// @notice Same digests, nonces and events as the `v, r, s` functions: an authorization is good once, in either form.
interface IERC3009Signature {
    /// @notice Transfers by `from`'s signature. Anybody may send it.
    /// @param value token base units.
    /// @param validAfter Unix seconds, exclusive.
    /// @param validBefore Unix seconds, exclusive.
    /// @param nonce random, used once by `from`.
    /// @param signature 65 bytes of `from`'s key, or what its ERC-1271 wallet accepts.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice Transfers by `from`'s signature. Only `to` may send it, so that nobody separates a payment from what it pays.
    /// @param value token base units.
    /// @param validAfter Unix seconds, exclusive.
    /// @param validBefore Unix seconds, exclusive.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice Voids an unused nonce by `authorizer`'s signature.
    function cancelAuthorization(address authorizer, bytes32 nonce, bytes calldata signature) external;
}
