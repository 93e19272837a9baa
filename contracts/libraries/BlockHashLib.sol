// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Hashes of past blocks: 256 from the EVM, 8,191 where the chain has the history contract of EIP-2935.
/// @dev Not OpenZeppelin's Blockhash: that one takes for a hash whatever the history contract's address reverts with, and there are
/// chains (Hardhat's among them) whose stand-in reverts with a message. A seed made of that would be known beforehand.
library BlockHashLib {
    address internal constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;

    /// @return result 0 when the block is not in the past, or forgotten.
    function hashOf(uint256 blockNumber) internal view returns (bytes32 result) {
        result = blockhash(blockNumber);
        if (result != 0 || blockNumber >= block.number) return result;

        (bool known, bytes memory answer) = HISTORY.staticcall(abi.encode(blockNumber));
        // Where there is no such contract the call succeeds and answers nothing.
        if (known && answer.length == 32) result = bytes32(answer);
    }
}
