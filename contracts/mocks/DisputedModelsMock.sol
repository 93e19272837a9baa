// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ModelRecord} from "../types/ModelRecord.sol";

/// @notice What disputes ask and tell the model registry; a fall takes the bond, as there.
contract DisputedModelsMock {
    mapping(uint256 modelId => address) private _trainers;
    mapping(uint256 modelId => uint128) private _bonds;
    mapping(uint256 modelId => uint40) private _retiredAt;

    event ModelFell(uint256 indexed modelId, string proof, address challenger);

    function set(uint256 modelId, address trainer, uint128 bond, uint40 retiredAt) external {
        _trainers[modelId] = trainer;
        _bonds[modelId] = bond;
        _retiredAt[modelId] = retiredAt;
    }

    function fall(uint256 modelId, string calldata proof, address challenger) external {
        _bonds[modelId] = 0;
        emit ModelFell(modelId, proof, challenger);
    }

    function trainerOf(uint256 modelId) external view returns (address trainer, uint128 bond) {
        return (_trainers[modelId], _bonds[modelId]);
    }

    function recordOf(uint256 modelId) external view returns (ModelRecord memory record) {
        record.manifestHash = keccak256(abi.encode("manifest", modelId));
        record.defaultsHash = keccak256(abi.encode("defaults", modelId));
        record.retiredAt = _retiredAt[modelId];
    }
}
