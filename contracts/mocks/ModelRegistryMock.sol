// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IInferenceVault} from "../interfaces/IInferenceVault.sol";

/// @notice What the vault asks about a model, answered as told.
contract ModelRegistryMock {
    mapping(uint256 modelId => bool) public isPayable;
    mapping(uint256 modelId => bool) public isSettleable;
    mapping(uint256 modelId => address) public ownerOf;
    mapping(uint256 modelId => uint256[]) private _parents;

    function set(uint256 modelId, bool payable_, address owner) external {
        isPayable[modelId] = payable_;
        isSettleable[modelId] = payable_;
        ownerOf[modelId] = owner;
    }

    /// @notice No new payments, but what was signed before is settled.
    function retire(uint256 modelId) external {
        isPayable[modelId] = false;
    }

    function setParents(uint256 modelId, uint256[] calldata parents) external {
        _parents[modelId] = parents;
    }

    function parentsOf(uint256 modelId) external view returns (uint256[] memory) {
        return _parents[modelId];
    }

    function fall(uint256 modelId, IInferenceVault vault) external {
        isPayable[modelId] = false;
        isSettleable[modelId] = false;
        vault.stop(modelId);
    }
}
