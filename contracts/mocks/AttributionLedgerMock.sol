// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Takes contributors' parts, gives them back, and says so.
contract AttributionLedgerMock {
    IERC20 public token; // what it gives back; needed for nothing else
    mapping(uint256 modelId => uint256) public received; // token base units
    mapping(uint256 modelId => uint256) public refunded; // token base units

    event Funded(uint256 indexed modelId, uint64 indexed bucket, uint128 amount, uint128 received);

    function setToken(IERC20 token_) external {
        token = token_;
    }

    function fund(uint256 modelId, uint64 bucket, uint128 amount) external {
        received[modelId] += amount;
        emit Funded(modelId, bucket, amount, uint128(received[modelId]));
    }

    function refund(uint256 modelId, uint64, address payer, uint128 amount) external {
        refunded[modelId] += amount;
        token.transfer(payer, amount);
    }
}
