// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IInferenceVault} from "../../../../contracts/interfaces/IInferenceVault.sol";
import {Cast} from "./Cast.sol";
import {Contracts} from "./Contracts.sol";
import {EconomyHandler} from "./EconomyHandler.sol";
import {ModelActions} from "./ModelActions.sol";

/// @notice Closes buckets, lets royalties climb, and collects what the vault owes.
contract BucketActions is EconomyHandler {
    ModelActions private immutable _REGISTRY;

    mapping(uint256 modelId => uint64) public closed; // buckets
    mapping(uint256 modelId => uint256) public closedParts; // contributors' parts of the closed buckets, token base units

    constructor(Contracts memory all, Cast cast, ModelActions registry) EconomyHandler(all, cast) {
        _REGISTRY = registry;
    }

    /// @dev Must never revert once the bucket's time is over.
    function close(uint256 model) external {
        uint256 count = _REGISTRY.count();
        for (uint256 i = 0; i < count; ++i) {
            uint256 modelId = 1 + (((model % count) + i) % count);
            uint64 bucket = closed[modelId];
            if (_REGISTRY.isFallen(modelId) || bucket == _VAULT.bucketCount(modelId)) continue;
            IInferenceVault.Bucket memory next = _VAULT.bucketOf(modelId, bucket);
            if (next.closesAt > block.timestamp) continue;

            _VAULT.close(modelId, bucket);
            closed[modelId] = bucket + 1;
            closedParts[modelId] += next.contributorsPart;
            ++done["close"];
            return;
        }
    }

    function climb(uint256 model) external {
        uint256 modelId = 1 + (model % _REGISTRY.count());
        if (_VAULT.royaltyOf(modelId) == 0) return;
        _VAULT.climb(modelId);
        ++done["climb"];
    }

    function collect(uint256 who) external {
        address account = who % 5 == 0 ? _CAST.TREASURY() : _actor(who);
        if (_VAULT.owedTo(account) == 0) return;
        _VAULT.collect(account);
        ++done["collect"];
    }
}
