// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Parameter} from "../../../../contracts/types/Parameter.sol";
import {BatchActions} from "./BatchActions.sol";
import {Cast} from "./Cast.sol";
import {Contracts} from "./Contracts.sol";
import {EconomyHandler} from "./EconomyHandler.sol";
import {ModelActions} from "./ModelActions.sol";

/// @notice Turns every number within its bounds, and pauses the finality of batches.
contract GovernanceActions is EconomyHandler {
    BatchActions private immutable _BATCHES;
    ModelActions private immutable _REGISTRY;

    constructor(
        Contracts memory all,
        Cast cast,
        BatchActions batches,
        ModelActions registry
    ) EconomyHandler(all, cast) {
        _BATCHES = batches;
        _REGISTRY = registry;
    }

    /// @param halvings of the way from the least to the greatest value: most are small, so that what is long stays rare.
    function set(uint256 which, uint256 value, uint256 halvings) external {
        Parameter parameter = Parameter(which % (uint256(type(Parameter).max) + 1));
        (uint256 min, uint256 max, ) = _PARAMETERS.bounds(parameter);
        _as(_CAST.GOVERNOR());
        _PARAMETERS.set(parameter, min + ((value % (max - min + 1)) >> (halvings % 16)));
        ++done["set"];
    }

    function pause(uint256 model) external {
        uint256 modelId = 1 + (model % _REGISTRY.count());
        uint40 startedAt = _LEDGER.pauseOf(modelId).startedAt;
        if (startedAt != 0 && block.timestamp < startedAt + _LEDGER.PAUSE_INTERVAL()) return;

        uint64 fromBucket = uint64(_BATCHES.finalCount(modelId));
        _as(_CAST.GOVERNOR());
        _LEDGER.pause(modelId, fromBucket);
        ++done["pause"];
    }

    function unpause(uint256 model) external {
        uint256 modelId = 1 + (model % _REGISTRY.count());
        if (block.timestamp >= _LEDGER.pauseOf(modelId).endsAt) return;
        _as(_CAST.GOVERNOR());
        _LEDGER.unpause(modelId);
        _BATCHES.note();
        ++done["unpause"];
    }
}
