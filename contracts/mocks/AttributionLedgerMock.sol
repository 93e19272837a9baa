// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Takes contributors' parts and says so.
contract AttributionLedgerMock {
    mapping(uint256 modelId => uint256) public received; // token base units

    event Funded(uint256 indexed modelId, uint64 indexed bucket, uint128 amount, uint128 received);

    function fund(uint256 modelId, uint64 bucket, uint128 amount) external {
        received[modelId] += amount;
        emit Funded(modelId, bucket, amount, uint128(received[modelId]));
    }
}
