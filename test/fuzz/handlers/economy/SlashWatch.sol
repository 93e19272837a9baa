// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Role} from "../../../../contracts/types/Role.sol";
import {EconomyHandler} from "./EconomyHandler.sol";

/// @notice Looks at stakes before and after what slashes them.
abstract contract SlashWatch is EconomyHandler {
    struct Stakes {
        uint128 active; // token base units
        uint128 unbonding; // token base units
    }

    /// @notice Whether somebody ever lost less than their part of active and unbonding stake, or something without a reason.
    bool public hasSlashedWrongly;
    mapping(address attestor => Stakes) private _before;
    uint256 private _slashBps;

    function _watch(address[] memory attestors, uint256 slashBps) internal {
        for (uint256 i = 0; i < attestors.length; ++i) _before[attestors[i]] = _stakesOf(attestors[i]);
        _slashBps = slashBps;
    }

    function _requireSlashed(address[] memory attestors) internal {
        for (uint256 i = 0; i < attestors.length; ++i) {
            if (!_isSlashed(attestors[i])) hasSlashedWrongly = true;
        }
    }

    function _requireSpared(address attestor) internal {
        Stakes memory now_ = _stakesOf(attestor);
        Stakes memory before = _before[attestor];
        if (now_.active != before.active || now_.unbonding != before.unbonding) hasSlashedWrongly = true;
    }

    function _isSlashed(address attestor) private view returns (bool) {
        Stakes memory now_ = _stakesOf(attestor);
        Stakes memory before = _before[attestor];
        return _isLess(now_.active, before.active) && _isLess(now_.unbonding, before.unbonding);
    }

    /// @dev At least the part, up; a slash that leaves a share worth next to nothing takes everything.
    function _isLess(uint256 now_, uint256 before) private view returns (bool) {
        uint256 part = Math.ceilDiv(before * _slashBps, 1e4);
        return before - now_ == part || now_ == 0;
    }

    function _stakesOf(address attestor) private view returns (Stakes memory stakes) {
        (stakes.active, stakes.unbonding) = _STAKING.poolOf(Role.Attestor, attestor);
    }
}
