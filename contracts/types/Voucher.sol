// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A payer's signed promise (EIP-712): everything owed so far on one channel, and the receipts it pays for.
/// @dev A later voucher replaces an earlier one. `head` is the running hash of HeadLib over all receipts of the channel.
struct Voucher {
    address payer;
    address payee;
    uint256 modelId;
    uint128 cumulativeFee; // token base units since the channel began
    bytes32 head;
}
