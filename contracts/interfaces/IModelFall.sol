// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface IModelFall {
    function fall(uint256 modelId, string calldata proof, address challenger) external;
}
