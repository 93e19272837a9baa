// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Earning} from "../types/Earning.sol";

/// @title The leaf of a batch's earnings tree.
library EarningLib {
    bytes32 internal constant TYPEHASH = keccak256(
        "Earning(uint256 contributionId,uint128 cumulative,bytes32 statementRoot,uint128 sum,uint32 count)"
    );

    /// @return the EIP-712 struct hash.
    function hash(Earning calldata earning) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, earning));
    }
}
