// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Voucher} from "../types/Voucher.sol";

/// @title The hash of what a payer signs.
library VoucherLib {
    bytes32 internal constant TYPEHASH = keccak256(
        "Voucher(address payer,address payee,uint256 modelId,uint128 cumulativeFee,bytes32 head)"
    );

    /// @return the EIP-712 struct hash.
    function hash(Voucher calldata voucher) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, voucher));
    }
}
