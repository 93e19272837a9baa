// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title The running hash of a payment channel.
library HeadLib {
    /// @notice What a direct payment's chain begins with. No channel's first settlement begins there, so the vault's record tells
    /// a direct payment from a voucher ({SettlementLib.isDirect}), whatever heads payers sign.
    bytes32 internal constant DIRECT = keccak256("openledger-direct-v1");

    /// @notice The head after one more receipt. Paying it acknowledges the answer before it.
    /// @param head 0 for the channel's first receipt.
    /// @param fee token base units of this receipt.
    /// @param previousResponseHash of the channel's last answer, 0 for its first receipt.
    function next(
        bytes32 head,
        bytes32 requestHash,
        uint128 fee,
        bytes32 previousResponseHash
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(head, requestHash, fee, previousResponseHash));
    }

    /// @notice The head of a direct payment: a chain of its own, of one receipt.
    function direct(bytes32 requestHash, uint128 fee) internal pure returns (bytes32) {
        return next(DIRECT, requestHash, fee, bytes32(0));
    }
}
