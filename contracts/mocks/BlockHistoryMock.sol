// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Stands for the history contract of EIP-2935: the number in, a hash out, a bare revert for what it does not know.
contract BlockHistoryMock {
    // solhint-disable-next-line no-complex-fallback
    fallback(bytes calldata input) external returns (bytes memory) {
        uint256 blockNumber = abi.decode(input, (uint256));
        if (blockNumber + 8_191 < block.number) {
            assembly ("memory-safe") {
                revert(0, 0)
            }
        }
        return abi.encode(keccak256(abi.encode("history", blockNumber)));
    }
}
