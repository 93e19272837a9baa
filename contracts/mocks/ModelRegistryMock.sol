// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The two questions that the vault asks about a model, answered as told.
contract ModelRegistryMock {
    mapping(uint256 modelId => bool) public isPayable;
    mapping(uint256 modelId => address) public ownerOf;

    function set(uint256 modelId, bool payable_, address owner) external {
        isPayable[modelId] = payable_;
        ownerOf[modelId] = owner;
    }
}
