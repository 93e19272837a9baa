// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Settlement} from "../types/Settlement.sol";
import {HeadLib} from "./HeadLib.sol";

/// @title The hash under which the vault stores a settlement.
library SettlementLib {
    bytes32 internal constant TYPEHASH = keccak256(
        "Settlement(uint256 modelId,uint64 bucket,uint64 sequence,address payer,address payee,uint128 cumulativeBefore,uint128 amount,uint128 contributorsPart,bytes32 headBefore,bytes32 headAfter)"
    );

    /// @return the EIP-712 struct hash.
    function hash(Settlement memory settlement) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPEHASH, settlement));
    }

    /// @notice Whether it records a direct payment: a channel's first settlement begins at head 0, a later one above fee 0.
    function isDirect(Settlement calldata settlement) internal pure returns (bool) {
        return settlement.cumulativeBefore == 0 && settlement.headBefore == HeadLib.DIRECT;
    }
}
