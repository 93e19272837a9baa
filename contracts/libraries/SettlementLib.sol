// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Settlement} from "../types/Settlement.sol";

/// @title The hash under which the vault stores a settlement.
library SettlementLib {
    bytes32 internal constant TYPEHASH = keccak256(
        "Settlement(uint256 modelId,uint64 bucket,uint64 sequence,address payer,address payee,uint128 cumulativeBefore,uint128 amount,uint128 contributorsPart,bytes32 headBefore,bytes32 headAfter)"
    );

    /// @return the EIP-712 struct hash.
    function hash(Settlement memory settlement) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, settlement));
    }
}
