// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Earning} from "../types/Earning.sol";

/// @title The leaf of a batch's earnings tree.
library EarningLib {
    bytes32 internal constant TYPEHASH = keccak256(
        "Earning(uint256 contributionId,uint128 cumulative,bytes32 statementRoot,uint128 sum,uint32 count)"
    );

    /// @notice The EIP-712 struct hash: `keccak256(abi.encode(TYPEHASH, earning))`, at a third of the gas.
    /// @dev Copies the words as they came: where one is wider than its type the hash is of no earning, and reading the field reverts.
    function hash(Earning calldata earning) internal pure returns (bytes32 result) {
        bytes32 typehash = TYPEHASH;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            calldatacopy(add(free, 0x20), earning, 0xa0)
            result := keccak256(free, 0xc0)
        }
    }
}
